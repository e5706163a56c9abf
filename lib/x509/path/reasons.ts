/** Why a certificate or a path is refused. Stable codes: they are stored, filtered by and documented. */
export type PathReason =
  // Reading
  | 'malformed-certificate'
  | 'not-conforming'
  // RFC 5280 6.1.3
  | 'signature-mismatch'
  | 'unsupported-signature-algorithm'
  | 'algorithm-mismatch'
  | 'weak-signature-algorithm'
  | 'weak-key'
  | 'not-yet-valid'
  | 'expired'
  | 'names-do-not-chain'
  | 'name-not-permitted'
  | 'name-excluded'
  | 'unsupported-name-constraint'
  | 'no-valid-policy'
  | 'any-policy-mapped'
  // RFC 5280 6.1.4
  | 'not-a-ca'
  | 'path-too-long'
  | 'key-may-not-sign-certificates'
  | 'unknown-critical-extension'
  | 'purpose-not-allowed'
  | 'leaf-is-ca'
  // The profile and the store
  | 'svid-uri'
  | 'svid-key-usage'
  | 'svid-trust-domain'
  | 'distrusted'
  | 'no-path-to-anchor'
  | 'self-signed-not-anchor'
  | 'budget-exhausted'

/** One rejection: what, by which certificate of the path (leaf 0), in words for people. */
export interface PathFault {
  readonly reason: PathReason
  /** Index in the path that was tried. */
  readonly at: number
  readonly detail: string
}

/** Details quote names and OIDs of certificates, which may be of any length, and are kept with verdicts. */
const longestDetail = 300

export function shortDetail(detail: string): string {
  return detail.length <= longestDetail ? detail : `${detail.slice(0, longestDetail)}…`
}
