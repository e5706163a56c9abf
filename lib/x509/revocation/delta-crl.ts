import type { Crl } from './crl.ts'
import type { DistributionPoint } from './distribution-points.ts'
import { type CrlQuestion, tryCrl, type UsableCrl } from './usable-crl.ts'

/** The newest delta that may be applied to the CRL and counts itself; null where there is none. */
export function newestDelta(
  complete: UsableCrl,
  deltas: readonly Crl[],
  points: readonly DistributionPoint[],
  question: CrlQuestion,
): Crl | null {
  const fitting = deltas
    .filter((delta) => fits(delta, complete.crl))
    .toSorted((one, other) => other.thisUpdate - one.thisUpdate)
  return fitting.find((delta) => 'crl' in tryCrl(delta, points, question)) ?? null
}

/** RFC 5280 5.2.4 and 6.3.3 c: of one issuer, scope and key, on a base that the complete CRL holds, and newer. */
function fits(delta: Crl, complete: Crl): boolean {
  const { number, deltaBase } = delta
  return (
    number !== null &&
    deltaBase !== null &&
    complete.number !== null &&
    delta.issuer.key === complete.issuer.key &&
    delta.issuingDistributionPoint?.hex === complete.issuingDistributionPoint?.hex &&
    delta.authorityKeyId === complete.authorityKeyId &&
    complete.number >= deltaBase &&
    complete.number < number
  )
}
