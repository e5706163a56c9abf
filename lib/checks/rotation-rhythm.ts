import type { RotationFact } from './facts.ts'

/** Of a step, as far as a rhythm is learned from it. */
export type RenewalAge = Pick<RotationFact, 'ageSeconds' | 'seenAgeSeconds' | 'lifetimeSeconds'>

/** What earlier rotations show, in shares of the life: an hour and a year are measured alike. */
export interface RotationRhythm {
  /** How many steps it rests on. */
  readonly steps: number
  /** Median of the shares of life after which leaves were replaced. */
  readonly typicalShare: number
  /** Median deviation from that median, scaled to a standard deviation: one odd step moves neither. */
  readonly spreadShare: number
}

/** Below this many measured steps there is no rhythm. */
export const fewestSteps = 3

/** Steps, the newest, from which a rhythm is learned: what a team did years ago says little of what it does now. */
const newestSteps = 24

/** A step that can lie anywhere in a wider part of the life than this was not measured. */
const widestWindow = 0.25

/** Median absolute deviation to standard deviation, of a normal distribution. */
const deviationScale = 1.4826

/** The rhythm of these steps, oldest first; null where too few of them were measured. */
export function learnRhythm(renewals: readonly RenewalAge[]): RotationRhythm | null {
  const shares = measuredShares(renewals).slice(-newestSteps)
  if (shares.length < fewestSteps) return null
  const typicalShare = median(shares)
  const spreadShare = deviationScale * median(shares.map((share) => Math.abs(share - typicalShare)))
  return { steps: shares.length, typicalShare, spreadShare }
}

/**
 * After which share of the life each leaf was replaced, for the steps that were seen closely enough to tell. A step
 * lies between the last sight of the old leaf and the first of the new one; its middle stands for it.
 */
export function measuredShares(renewals: readonly RenewalAge[]): readonly number[] {
  return renewals.flatMap((renewal) => {
    const { earliest, latest } = shareBounds(renewal)
    return latest > 0 && latest - earliest <= widestWindow ? [Math.min(1, (earliest + latest) / 2)] : []
  })
}

/** Between which shares of the life the step was: above 1 after its end, zero where neither could be read. */
export function shareBounds({ ageSeconds, seenAgeSeconds, lifetimeSeconds }: RenewalAge): {
  readonly earliest: number
  readonly latest: number
} {
  if (!(lifetimeSeconds > 0) || !(ageSeconds > 0)) return { earliest: 0, latest: 0 }
  const latest = ageSeconds / lifetimeSeconds
  const earliest = Math.min(latest, Math.max(0, (seenAgeSeconds ?? ageSeconds) / lifetimeSeconds))
  return { earliest, latest }
}

/** Of at least one value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? upper
  return (lower + upper) / 2
}
