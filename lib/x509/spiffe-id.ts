/** SPIFFE-ID 2: scheme, trust domain and path as the standard splits them. `path` is empty or starts with a slash. */
export type SpiffeId =
  | { readonly ok: true; readonly trustDomain: string; readonly path: string }
  | { readonly ok: false; readonly reason: string }

const scheme = 'spiffe://'
/** SPIFFE-ID 2.3, in bytes. */
const longestId = 2048
/** SPIFFE-ID 2.1, in bytes. */
const longestTrustDomain = 255

/**
 * Reads a SPIFFE ID (SPIFFE-ID 2). It is compared as it stands: no case folding, no percent-decoding, no port, user,
 * query or fragment. `reason` is a sentence for people.
 */
export function parseSpiffeId(text: string): SpiffeId {
  if (text === '') return refused('it is empty')
  if (Buffer.byteLength(text) > longestId) return refused(`it is longer than ${longestId} bytes`)
  if (!text.startsWith(scheme)) return refused('it does not start with spiffe://')
  const rest = text.slice(scheme.length)
  const slash = rest.indexOf('/')
  const trustDomain = slash < 0 ? rest : rest.slice(0, slash)
  const path = slash < 0 ? '' : rest.slice(slash)
  const reason = trustDomainFault(trustDomain) ?? pathFault(path)
  return reason === null ? { ok: true, trustDomain, path } : refused(reason)
}

function refused(reason: string): SpiffeId {
  return { ok: false, reason }
}

function trustDomainFault(trustDomain: string): string | null {
  if (trustDomain === '') return 'the trust domain is missing'
  if (trustDomain.length > longestTrustDomain) return `the trust domain is longer than ${longestTrustDomain} bytes`
  if (trustDomain.includes('@')) return 'the trust domain holds user information'
  if (/:\d*$/.test(trustDomain)) return 'the trust domain holds a port'
  if (/^[a-z0-9._-]+$/.test(trustDomain)) return null
  return 'the trust domain may hold lower-case letters, digits, dots, dashes and underscores alone'
}

function pathFault(path: string): string | null {
  if (path === '') return null
  if (path.endsWith('/')) return 'the path ends with a slash'
  for (const segment of path.slice(1).split('/')) {
    if (segment === '') return 'the path has an empty segment'
    if (segment === '.' || segment === '..') return 'the path has a dot segment'
    if (!/^[A-Za-z0-9._-]+$/.test(segment)) {
      return 'a path segment may hold letters, digits, dots, dashes and underscores alone'
    }
  }
  return null
}
