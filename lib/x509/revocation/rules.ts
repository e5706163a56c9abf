import { dayMs, minuteMs } from '#lib/core/time.ts'
import { type PathProfile, rfc5280 } from '../path/profile.ts'
import type { Objection } from './judgement.ts'

/** What evidence has to be like to count, as data. */
export interface RevocationRules {
  /**
   * What becomes of evidence that breaks a MUST of RFC 5280 5 that its judgement does not rest on, such as a CRL without
   * a number: it can't prove that a certificate is good, or it can, with a note. A revocation counts in both.
   */
  readonly conformance: PathProfile['conformance']
  /** Hashes that signatures over evidence may use. */
  readonly hashes: ReadonlySet<string>
  /** Oldest thisUpdate that counts; null: as old as nextUpdate lets it be. */
  readonly maxAgeMs: number | null
  /** The same where the evidence promises no nextUpdate. */
  readonly maxAgeOpenMs: number
  /** How far clocks of issuers may be ahead. */
  readonly skewMs: number
  /** Whether CRLs of others than the certificate's issuer count (RFC 5280 5.2.5 and 6.3.3). */
  readonly indirect: boolean
}

export const revocationRules: RevocationRules = {
  conformance: 'refuse',
  hashes: rfc5280.hashes,
  maxAgeMs: null,
  maxAgeOpenMs: 7 * dayMs,
  skewMs: 5 * minuteMs,
  indirect: false,
}

/** Rules for evidence about paths of this profile. */
export function rulesOf({ conformance, hashes }: PathProfile): RevocationRules {
  return { ...revocationRules, conformance, hashes }
}

export interface EvidenceWindow {
  readonly thisUpdate: number
  readonly nextUpdate: number | null
}

/** Evidence counts from thisUpdate to nextUpdate, both included (RFC 5280 5.1.2.4 f., RFC 6960 4.2.2.1). */
export function windowFault({ thisUpdate, nextUpdate }: EvidenceWindow, at: number, rules: RevocationRules) {
  if (at + rules.skewMs < thisUpdate) return fault('not-yet-valid', `it begins at ${iso(thisUpdate)}`)
  if (nextUpdate !== null && at > nextUpdate) return fault('stale', `a newer one was due at ${iso(nextUpdate)}`)
  const oldest = nextUpdate === null ? Math.min(rules.maxAgeOpenMs, rules.maxAgeMs ?? Infinity) : rules.maxAgeMs
  if (oldest !== null && at - thisUpdate > oldest)
    return fault('stale', `it is of ${iso(thisUpdate)}, and older than ${oldest / 1000} seconds`)
  return null
}

function fault(reason: Objection['reason'], detail: string): Objection {
  return { reason, detail }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
