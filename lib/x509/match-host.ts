import { domainToASCII } from 'node:url'
import ipaddr from 'ipaddr.js'
import type { Certificate, GeneralName } from './certificate.ts'
import { parseSpiffeId } from './spiffe-id.ts'

export interface ReferenceIdentity {
  readonly kind: 'dns' | 'ip' | 'spiffe'
  readonly value: string
}

export interface IdentityMatch {
  readonly matched: boolean
  /** The name that matched. */
  readonly by: GeneralName | null
  /** Every subjectAltName of the certificate, in order and in full. */
  readonly presented: readonly string[]
}

/**
 * Whether the certificate carries the identity that was meant. Only subjectAltNames count, and each kind of reference
 * is matched against its own kind of name alone (RFC 9525 6); the common name is none.
 * An X.509-SVID holds exactly one URI (X509-SVID 5.2): with more of them no SPIFFE ID is matched.
 */
export function matchIdentity(
  certificate: Pick<Certificate, 'subjectAltNames'>,
  reference: ReferenceIdentity,
): IdentityMatch {
  const names = certificate.subjectAltNames
  const by = findMatch(names, reference) ?? null
  return { matched: by !== null, by, presented: names.map(({ value }) => value) }
}

/**
 * RFC 9525 6.3 for one dNSName. A wildcard is the whole left-most label, stands for exactly one label and has two
 * labels or more behind it (so `*.com` matches nothing, as in OpenSSL and node:tls). Case does not matter; a Unicode
 * reference is compared by its A-labels, and one final dot of the reference is dropped. IP addresses never match.
 */
export function matchesDnsId(presented: string, reference: string): boolean {
  return matchesNormalized(presented, normalizeReference(reference))
}

function findMatch(names: readonly GeneralName[], { kind, value }: ReferenceIdentity): GeneralName | undefined {
  if (kind === 'dns') {
    const reference = normalizeReference(value)
    return names.find((name) => name.kind === 'dns' && matchesNormalized(name.value, reference))
  }
  if (kind === 'ip') {
    const octets = ipOctets(value)
    return octets === null ? undefined : names.find((name) => name.kind === 'ip' && ipOctets(name.value) === octets)
  }
  const uris = names.filter((name) => name.kind === 'uri')
  return uris.length === 1 && parseSpiffeId(value).ok ? uris.find((name) => name.value === value) : undefined
}

function matchesNormalized(presented: string, reference: string | null): boolean {
  if (reference === null) return false
  const pattern = asciiLowerCase(presented)
  if (!pattern.startsWith('*.')) return isHostName(pattern) && pattern === reference
  const parent = pattern.slice(2)
  const dot = reference.indexOf('.')
  return dot > 0 && parent.includes('.') && isHostName(parent) && parent === reference.slice(dot + 1)
}

/** Null where the reference is no host name. */
function normalizeReference(reference: string): string | null {
  const absolute = reference.endsWith('.') ? reference.slice(0, -1) : reference
  // Only characters beyond ASCII need the mapping; for ASCII it would also rewrite odd forms of IP addresses.
  const ascii = /^[\x20-\x7e]*$/.test(absolute) ? absolute : domainToASCII(absolute)
  const name = asciiLowerCase(ascii)
  return isHostName(name) ? name : null
}

/** LDH labels and underscores, up to 63 and 253 octets; a last label of digits alone is an IPv4 address's. */
function isHostName(name: string): boolean {
  if (name.length > 253) return false
  let start = 0
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', start)) {
    if (!isLabel(name, start, dot)) return false
    start = dot + 1
  }
  return isLabel(name, start, name.length) && !/^\d+$/.test(name.slice(start))
}

function isLabel(name: string, start: number, end: number): boolean {
  if (end === start || end - start > 63 || name.charCodeAt(start) === hyphen) return false
  for (let at = start; at < end; at += 1) {
    const code = name.charCodeAt(at)
    const letter = (code >= 0x61 && code <= 0x7a) || code === 0x5f
    if (!letter && !(code >= 0x30 && code <= 0x39) && code !== hyphen) return false
  }
  return name.charCodeAt(end - 1) !== hyphen
}

const hyphen = 0x2d

/** RFC 4343: only ASCII letters have case; toLowerCase would fold the Kelvin sign into k. */
function asciiLowerCase(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text
}

/** The octets of a strict textual address as a key; null for what is none. Addresses with a zone are none. */
function ipOctets(text: string): string | null {
  const strict = ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(':') && ipaddr.IPv6.isValid(text))
  return strict && !text.includes('%') ? ipaddr.parse(text).toByteArray().join('.') : null
}
