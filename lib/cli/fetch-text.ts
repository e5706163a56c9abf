import { readCapped } from '#lib/core/read-capped.ts'
import { UsageError } from './usage-error.ts'

/** What an installation answered, or that it could not be asked. */
export type Fetched =
  | { readonly ok: true; readonly status: number; readonly text: string }
  | { readonly ok: false; readonly problem: string }

export interface FetchBounds {
  readonly timeoutMs: number
  readonly mostBytes: number
}

/**
 * Asks an installation; what it sends is bounded in time and size, and no redirect is followed, which might carry a
 * token elsewhere. Throws UsageError for what is no URL, and for plain HTTP to another host.
 */
export async function fetchText(
  url: string,
  init: RequestInit,
  { timeoutMs, mostBytes }: FetchBounds,
): Promise<Fetched> {
  if (!URL.canParse(url)) throw new UsageError(`${url} is no URL`)
  if (!isPrivateWay(new URL(url))) throw new UsageError(`${new URL(url).origin}: https is wanted, but to this host`)
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
    const text = await readCapped(response, mostBytes)
    if (text !== null) return { ok: true, status: response.status, text }
    await response.body?.cancel()
    return { ok: false, problem: `it answered with more than ${mostBytes} bytes` }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return { ok: false, problem: cause instanceof Error ? cause.message : String(cause) }
  }
}

/** Whether nobody on the way reads along. */
export function isPrivateWay({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}
