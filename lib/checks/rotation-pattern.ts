import { fewestSteps, learnRhythm, measuredShares, median, type RenewalAge, shareBounds } from './rotation-rhythm.ts'

/**
 * `after-expiry`: a leaf was still served after its end. `late`: rotations land in the last tenth of the life.
 * `rising`: they come later and later, and leave less than a third.
 */
export const latePatterns = ['after-expiry', 'late', 'rising'] as const

export type LatePattern = (typeof latePatterns)[number]

/** The share of the life that a rotation in good time leaves. */
export const smallestMargin = 0.1

/** Newest steps that a pattern is read from. */
export const recentSteps = 3

const usualShare = 2 / 3
const leastRise = 0.1

/** Whether the old leaf was seen served with less than the margin left; what no scan saw is not held against it. */
export function isLate(renewal: RenewalAge): boolean {
  return shareBounds(renewal).earliest > 1 - smallestMargin
}

/** Whether it was seen served after its end. */
export function isAfterExpiry(renewal: RenewalAge): boolean {
  return shareBounds(renewal).earliest > 1
}

/** The worst pattern of these steps, oldest first; null where there is none. */
export function latePattern(renewals: readonly RenewalAge[]): LatePattern | null {
  const recent = renewals.slice(-recentSteps)
  if (recent.length < 2) return null
  if (recent.some(isAfterExpiry)) return 'after-expiry'
  if (recent.filter(isLate).length >= 2) return 'late'
  return isRising(renewals) ? 'rising' : null
}

/** The newest steps against those before them: more than chance, and past the share at which one renews. */
function isRising(renewals: readonly RenewalAge[]): boolean {
  const shares = measuredShares(renewals)
  const newest = shares.slice(-recentSteps)
  const measured = renewals.filter((renewal) => measuredShares([renewal]).length > 0)
  const before = learnRhythm(measured.slice(0, -recentSteps))
  if (before === null || newest.length < Math.max(recentSteps, fewestSteps)) return false
  const now = median(newest)
  return now > usualShare && now - before.typicalShare >= Math.max(leastRise, 2 * before.spreadShare)
}
