/** CRLReason (RFC 5280 5.3.1) by number; 7 is not used. */
export const revocationReasons = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  null,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const

export type RevocationReason = NonNullable<(typeof revocationReasons)[number]>

/** Why evidence says nothing of a certificate. Stable codes: they are stored, filtered by and documented. */
export type EvidenceFault =
  | 'no-evidence'
  | 'malformed'
  | 'unknown-critical-extension'
  | 'not-conforming'
  // Whose word it is
  | 'other-issuer'
  | 'signature-mismatch'
  | 'algorithm-mismatch'
  | 'unsupported-signature-algorithm'
  | 'weak-signature-algorithm'
  | 'signer-not-found'
  | 'signer-not-authorised'
  | 'signer-not-in-date'
  // When it was said
  | 'not-yet-valid'
  | 'stale'
  | 'certificate-not-in-date'
  // What it was said of
  | 'out-of-scope'
  | 'reasons-not-covered'
  | 'indirect-crl'
  | 'delta-without-base'
  | 'no-matching-response'
  | 'nonce-mismatch'
  | 'responder-error'
  | 'status-unknown'

export interface Objection {
  readonly reason: EvidenceFault
  /** In words for people. */
  readonly detail: string
}

/** What evidence says of one certificate at one instant; times in milliseconds since 1970. */
export type RevocationJudgement =
  | {
      readonly status: 'GOOD'
      readonly thisUpdate: number
      /** When newer evidence is due; null where none was promised. */
      readonly nextUpdate: number | null
      /** What of the evidence is worth knowing and changes nothing. */
      readonly notes: readonly string[]
    }
  | {
      readonly status: 'REVOKED'
      readonly revokedAt: number
      /** Null where none is stated. */
      readonly reason: RevocationReason | null
      /** From when on the key is suspected (RFC 5280 5.3.2). */
      readonly invalidAt: number | null
      readonly thisUpdate: number
      readonly nextUpdate: number | null
      readonly notes: readonly string[]
    }
  | ({
      readonly status: 'UNKNOWN'
      /** Everything that was looked at and could not be used, the weightiest first. */
      readonly objections: readonly Objection[]
    } & Objection)

export function unknown(...objections: readonly [Objection, ...Objection[]]): RevocationJudgement {
  return { status: 'UNKNOWN', ...objections[0], objections }
}
