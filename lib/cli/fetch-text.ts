import { UsageError } from './usage-error.ts'

/** What an installation answered, or that it could not be asked. */
export type Fetched =
  | { readonly ok: true; readonly status: number; readonly text: string }
  | { readonly ok: false; readonly problem: string }

const mostBytes = 16 * 1024 * 1024

/**
 * Asks an installation; what it sends is bounded in time and size, and no redirect is followed, which might carry a
 * token elsewhere. Throws UsageError for plain HTTP to another host.
 */
export async function fetchText(url: string, init: RequestInit, timeoutMs: number): Promise<Fetched> {
  if (!isPrivateWay(new URL(url))) throw new UsageError(`${new URL(url).origin}: https is wanted, but to this host`)
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
    const text = await readBounded(response)
    return text === null
      ? { ok: false, problem: `it answered with more than ${mostBytes} bytes` }
      : { ok: true, status: response.status, text }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return { ok: false, problem: cause instanceof Error ? cause.message : String(cause) }
  }
}

function isPrivateWay({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

async function readBounded(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
