import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'

export type Resolve = (host: string) => Promise<readonly string[]>

export type Resolution =
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  | { readonly kind: 'dns-failure'; readonly code: string }

/** Every A and AAAA of the system's resolver, so that /etc/hosts counts. Rejects as dns.lookup does. */
export const resolveBySystem: Resolve = async (host) => {
  const found = await lookup(host, { all: true, verbatim: true })
  return found.map((entry) => entry.address)
}

/** Whoever owns a name can give it thousands of addresses. */
const mostAddresses = 64

/**
 * All addresses of a host, each once, but of more than 64 always the same 64; an address stands for itself, and the
 * scope's static hosts come before any resolver.
 */
export async function resolveHost(
  host: string,
  staticHosts: Readonly<Record<string, readonly string[]>>,
  resolve: Resolve,
): Promise<Resolution> {
  if (isIP(host) !== 0) return addressItself(host)
  const known = Object.hasOwn(staticHosts, host.toLowerCase()) ? staticHosts[host.toLowerCase()] : undefined
  try {
    const found = [...new Set(known ?? (await resolve(host)))]
    const addresses = found.length > mostAddresses ? found.sort().slice(0, mostAddresses) : found
    return addresses.length > 0 ? { kind: 'addresses', addresses } : { kind: 'dns-failure', code: 'ENODATA' }
  } catch (error) {
    return { kind: 'dns-failure', code: codeOf(error) }
  }
}

/** What an address resolves to. */
export function addressItself(ip: string): Resolution {
  return { kind: 'addresses', addresses: [ip] }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'EAI_FAIL'
}
