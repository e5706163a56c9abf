import type { ChainCertificate } from '../path/chain-certificate.ts'
import type { Crl } from './crl.ts'
import { reasonsCovered } from './crl-scope.ts'
import { crlSigner, type SignerQuestion } from './crl-signer.ts'
import type { DistributionPoint } from './distribution-points.ts'
import type { Objection } from './judgement.ts'
import { windowFault } from './rules.ts'

export interface CrlQuestion extends SignerQuestion {
  readonly certificate: ChainCertificate
  readonly crls: readonly Crl[]
  /** Milliseconds since 1970. */
  readonly at: number
}

/** A CRL that says something of the certificate, verified. */
export interface UsableCrl {
  readonly crl: Crl
  readonly signer: ChainCertificate
  /** Reasons for which it would list the certificate. */
  readonly reasons: number
  readonly delta: Crl | null
}

/** The CRL with its signer where it counts for the certificate, at the time, or what speaks against it. */
export function tryCrl(crl: Crl, points: readonly DistributionPoint[], question: CrlQuestion): UsableCrl | Objection {
  const reasons = reasonsCovered(question.certificate, points, crl, question.rules.indirect)
  if (typeof reasons !== 'number') return reasons
  const fault = crlFault(crl) ?? windowFault(crl, question.at, question.rules)
  if (fault) return fault
  const signer = crlSigner(crl, question)
  return 'reason' in signer ? signer : { crl, signer, reasons, delta: null }
}

/** RFC 5280 5.2 and 5.3: a CRL with a critical extension that is not understood says nothing of any certificate. */
function crlFault({ unknownCritical, entries, algorithmsAgree }: Crl): Objection | null {
  const critical = [...unknownCritical, ...(entries.unknownCritical === null ? [] : [entries.unknownCritical])]
  if (critical.length > 0) return { reason: 'unknown-critical-extension', detail: critical.join(', ') }
  return algorithmsAgree
    ? null
    : { reason: 'algorithm-mismatch', detail: 'two different signature algorithms are stated' }
}
