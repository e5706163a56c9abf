import { parseSpiffeId } from '#lib/x509/spiffe-id.ts'

export type IdentityName = { readonly kind: 'dns' | 'spiffe'; readonly name: string } | { readonly problem: string }

/** RFC 1123 2.1 labels, and the underscore that internal names use. No wildcard: an identity is one service. */
const dnsName = /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/

/** Reads the name of an identity: a SPIFFE ID as it stands, a DNS name in lower case without the last dot. */
export function readIdentityName(text: string): IdentityName {
  const trimmed = text.trim()
  if (/^spiffe:/i.test(trimmed)) {
    const spiffe = parseSpiffeId(trimmed)
    return spiffe.ok ? { kind: 'spiffe', name: trimmed } : { problem: `not a SPIFFE ID: ${spiffe.reason}` }
  }
  const name = trimmed.toLowerCase().replace(/\.$/, '')
  return dnsName.test(name) ? { kind: 'dns', name } : { problem: 'neither a DNS name nor a SPIFFE ID' }
}
