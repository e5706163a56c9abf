import { secondMs } from '#lib/core/time.ts'
import type { Declared } from './declared.ts'
import { isAfterExpiry, isLate } from './rotation-pattern.ts'
import { median, type RenewalAge } from './rotation-rhythm.ts'
import { shorterPublicLimits } from './validity.ts'

/** The lives that identities with public certificates are measured by. */
export const readinessSteps = shorterPublicLimits

export const readinessStates = ['ready', 'not-ready', 'too-little-history'] as const

export type ReadinessState = (typeof readinessStates)[number]

/**
 * `manual`: it is on record as renewed by hand. `gap`: a leaf was seen in use for longer than the limit allows between
 * two rotations. `age`: what is served now is older than the limit. `late`, `missed`: rotations came in the last tenth
 * or after the end. `overdue`: the rotation that is due now was missed.
 */
export const readinessReasons = ['manual', 'gap', 'age', 'late', 'missed', 'overdue'] as const

export type ReadinessReason = (typeof readinessReasons)[number]

/** What was measured of the newest steps. Gaps are ages at rotation: from the start of a leaf to the next one. */
export interface MeasuredGaps {
  readonly steps: number
  /** By the first sight of the next leaf: it can't have been longer. Null without a step. */
  readonly longestGapSeconds: number | null
  readonly typicalGapSeconds: number | null
  readonly lateSteps: number
  readonly missedSteps: number
}

export interface Readiness {
  readonly state: ReadinessState
  /** Why it is not ready; empty otherwise. */
  readonly reasons: readonly ReadinessReason[]
  /** When time alone would change it; null: never. */
  readonly changesAt: Date | null
}

export interface RotationRecord {
  /** Oldest first. */
  readonly renewals: readonly RenewalAge[]
  /** What is served now. */
  readonly leaves: readonly { readonly notBefore: Date; readonly missedAt: Date }[]
  readonly renewal: Declared['renewal'] | undefined
}

/** Steps that count, the newest: who automated last year is not held to the years before. */
const newestSteps = 6

/** Fewer rotations in time than these prove no habit. */
export const provingSteps = 3

/** A life is used up to its last tenth at most. */
export const usableShare = 0.9

export function measureGaps(renewals: readonly RenewalAge[]): MeasuredGaps {
  const recent = renewals.slice(-newestSteps)
  const gaps = recent.map(({ ageSeconds }) => ageSeconds)
  return {
    steps: recent.length,
    longestGapSeconds: gaps.length === 0 ? null : Math.max(...gaps),
    typicalGapSeconds: gaps.length === 0 ? null : median(gaps),
    lateSteps: recent.filter(isLate).length,
    missedSteps: recent.filter(isAfterExpiry).length,
  }
}

/**
 * Whether the rotations that were seen would have kept certificates of this life valid: measured, never foretold.
 * Something that speaks against it is enough for "not ready"; for "ready" several gaps that were short enough are
 * wanted, and nothing against it.
 */
export function judgeReadiness(record: RotationRecord, limitSeconds: number, now: Date): Readiness {
  const recent = record.renewals.slice(-newestSteps)
  const needed = usableShare * limitSeconds
  const agedAt = record.leaves.map(({ notBefore }) => new Date(notBefore.getTime() + limitSeconds * secondMs))
  const missedAt = record.leaves.map((leaf) => leaf.missedAt)
  const against: Readonly<Record<ReadinessReason, boolean>> = {
    manual: record.renewal === 'manual',
    gap: recent.some((step) => (step.seenAgeSeconds ?? step.ageSeconds) > needed),
    age: agedAt.some((at) => at <= now),
    late: recent.some((step) => isLate(step) && !isAfterExpiry(step)),
    missed: recent.some(isAfterExpiry),
    overdue: missedAt.some((at) => at <= now),
  }
  const reasons = readinessReasons.filter((reason) => against[reason])
  const proving = recent.filter(({ ageSeconds }) => ageSeconds > 0 && ageSeconds <= needed).length
  const ahead = [...agedAt, ...missedAt].filter((at) => at > now).map(Number)
  return {
    state: reasons.length > 0 ? 'not-ready' : proving >= provingSteps ? 'ready' : 'too-little-history',
    reasons,
    changesAt: ahead.length === 0 ? null : new Date(Math.min(...ahead)),
  }
}
