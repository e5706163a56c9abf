import type { EvidenceFault } from '#lib/x509/revocation/judgement.ts'
import type { RevocationFact } from './facts.ts'

/**
 * What keeps a source from vouching for a certificate, and so who speaks of it:
 * - `signature`, `form`, `window`: something was given, and it counts for nothing;
 * - `unavailable`: nothing was given that speaks of the certificate;
 * - `open`: the fault, if there is any, may be ours: not asked yet, not allowed to, or of a kind that can't be judged.
 */
export type Silence = 'signature' | 'form' | 'window' | 'unavailable' | 'open'

const silences: Readonly<Record<EvidenceFault, Silence>> = {
  'no-evidence': 'unavailable',
  malformed: 'form',
  'unknown-critical-extension': 'open',
  'not-conforming': 'form',
  'other-issuer': 'signature',
  'signature-mismatch': 'signature',
  'algorithm-mismatch': 'signature',
  'unsupported-signature-algorithm': 'open',
  'weak-signature-algorithm': 'signature',
  'signer-not-found': 'open',
  'signer-not-authorised': 'signature',
  'signer-not-in-date': 'window',
  'not-yet-valid': 'window',
  stale: 'window',
  'certificate-not-in-date': 'open',
  'out-of-scope': 'unavailable',
  'reasons-not-covered': 'unavailable',
  'indirect-crl': 'open',
  'delta-without-base': 'unavailable',
  'no-matching-response': 'unavailable',
  'nonce-mismatch': 'signature',
  'responder-error': 'unavailable',
  'status-unknown': 'unavailable',
}

export interface SilentSource {
  readonly silence: Silence
  /** In words for people. */
  readonly why: string
}

/** Why a source does not vouch at an instant; null where it does, or where it says revoked. */
export function silenceOf(fact: RevocationFact, now: Date): SilentSource | null {
  if (fact.status === 'unknown') return classify(fact.reason ?? 'unknown')
  if (fact.status === 'revoked' && fact.reason !== 'certificateHold') return null
  if (fact.nextUpdate !== null && now <= fact.nextUpdate) return null
  const since = fact.nextUpdate === null ? 'outdated' : `outdated since ${fact.nextUpdate.toISOString()}`
  if (fact.lastFailure == null) return { silence: 'open', why: `${since}, and nothing newer was asked for` }
  const { silence, why } = classify(fact.lastFailure)
  return { silence, why: `${since}; ${why}` }
}

/** `<fault>: <detail>` where evidence was refused, else how the fetch or the reading of it ended. */
function classify(why: string): SilentSource {
  const [code = ''] = why.split(':', 1)
  if (isFault(code)) return { silence: silences[code], why }
  if (code === 'no CRL' || code === 'no OCSP response') return { silence: 'form', why }
  return { silence: ours.some((start) => why.startsWith(start)) ? 'open' : 'unavailable', why }
}

/** Scopes and caps are the scanner's own; so is what it did not come to yet. */
const ours = ['unknown', 'not fetched yet', 'blocked-by-scope', 'too-large']

function isFault(code: string): code is EvidenceFault {
  return Object.hasOwn(silences, code)
}
