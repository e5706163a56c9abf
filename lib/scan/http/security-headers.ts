import { printable } from '../printable.ts'
import type { HeaderField } from './hpack.ts'

/** What of an answer bears on security, beside Strict-Transport-Security, which has a fact of its own. */
const wanted: ReadonlySet<string> = new Set([
  'access-control-allow-origin',
  'alt-svc',
  'cache-control',
  'content-encoding',
  'content-security-policy',
  'content-security-policy-report-only',
  'cross-origin-embedder-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'expect-ct',
  'permissions-policy',
  'pragma',
  'public-key-pins',
  'referrer-policy',
  'server',
  'set-cookie',
  'upgrade',
  'via',
  'x-aspnet-version',
  'x-content-type-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-powered-by',
  'x-ua-compatible',
  'x-xss-protection',
])

const maxValues = 16
const maxCharacters = 512

/** By name in lower case, names and cookies in the order of the alphabet, so that an unchanged server gives equal facts. */
export function securityHeaders(fields: readonly HeaderField[]): Readonly<Record<string, readonly string[]>> {
  const found = new Map<string, string[]>()
  for (const { name, value } of fields) {
    if (name === null || !wanted.has(name)) continue
    const values = found.get(name) ?? []
    found.set(name, values)
    if (values.length < maxValues) values.push(printable(steady(name, value?.trim() ?? ''), maxCharacters))
  }
  const sorted = [...found].toSorted(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(sorted.map(([name, values]) => [name, name === 'set-cookie' ? values.toSorted() : values]))
}

/** The value without what is new in every answer. */
function steady(name: string, value: string): string {
  if (name === 'set-cookie') return cookieWithoutValue(value)
  if (name.startsWith('content-security-policy')) return policyWithoutNonces(value)
  // What is left of a page's life in a cache.
  if (name === 'cache-control') return value.replaceAll(/=\d+/g, '=...')
  // A content delivery network names each of its hosts.
  return name === 'via' ? value.replaceAll(/\b(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{12,}/gi, '...') : value
}

const cookieAttributes: ReadonlySet<string> = new Set([
  ...['domain', 'httponly', 'partitioned', 'path', 'priority', 'samesite', 'secure'],
])

/**
 * RFC 6265 5.2: the name, and those attributes that are known and no dates. Without "=" all of the pair is the value of a
 * cookie without a name.
 */
function cookieWithoutValue(value: string): string {
  const [pair = '', ...attributes] = value.split(';').map((part) => part.trim())
  const name = pair.slice(0, Math.max(0, pair.indexOf('='))).trim()
  const kept = attributes.filter((attribute) => cookieAttributes.has((attribute.split('=', 1)[0] ?? '').toLowerCase()))
  return [`${name}=`, ...kept].join('; ')
}

/** Nonces (CSP 3, 2.3.1), and the query of a URL to report to, which may name the request. */
function policyWithoutNonces(policy: string): string {
  return policy.replaceAll(/'nonce-[^']*'/gi, "'nonce-...'").replaceAll(/(:\/\/[^\s;?#]*)[?#][^\s;]*/g, '$1?...')
}
