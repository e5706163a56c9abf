import type { EffectivePolicy } from '#lib/checks/policy.ts'
import { toleranceMs, type ValidityPeriod } from '#lib/checks/validity.ts'
import { secondMs } from '#lib/core/time.ts'
import { learnRhythm, type RenewalAge, type RotationRhythm } from './rotation-rhythm.ts'

export type { RenewalAge } from './rotation-rhythm.ts'

export const rotationBases = ['policy', 'rhythm', 'share of life'] as const

export type RotationBasis = (typeof rotationBases)[number]

/** `due`: its time has come. `overdue`: it is past. `missed`: a whole interval or the life went by without it. */
export const rotationStates = ['on-time', 'due', 'overdue', 'missed'] as const

export type RotationState = (typeof rotationStates)[number]

/** Never in another order than these: `expectedAt`, `dueAt`, `missedAt`. */
export interface RotationDue {
  /** From when on the rotation is due. */
  readonly expectedAt: Date
  /** From when on it is overdue. */
  readonly dueAt: Date
  /** From when on it was missed: twice the usual age, or the end of the life where that comes first. */
  readonly missedAt: Date
  readonly basis: RotationBasis
  /** What was learned, whether or not the date rests on it; null where too few steps were measured. */
  readonly rhythm: RotationRhythm | null
}

/** A policy's interval is due in its last tenth, as a life is urgent in its own. */
const policyMargin = 0.1

/**
 * When the next rotation is due. Policy says the interval; else the identity's own rhythm (the usual share of life, and
 * a quarter or three times its spread more); else the shares of life at which expiry is near and urgent. Whatever policy
 * or rhythm allow, the urgent share of the life is the last date.
 */
export function rotationDue(
  period: ValidityPeriod,
  renewals: readonly RenewalAge[],
  policy: EffectivePolicy,
): RotationDue {
  const rhythm = learnRhythm(renewals)
  const urgentMs = (1 - policy.expiryUrgentShare) * period.lifetimeMs
  const wanted = wantedAges(period.lifetimeMs, rhythm, policy)
  const basis = wanted.dueMs > urgentMs ? 'share of life' : wanted.basis
  const dueMs = Math.min(wanted.dueMs, urgentMs)
  const expectedMs = wanted.expectedMs < dueMs ? wanted.expectedMs : Math.min(dueMs, nearMs(period.lifetimeMs, policy))
  // Where the end of the life can't be read, or comes first, nothing is missed before it is overdue.
  const missedMs = Math.max(dueMs, Math.min(2 * wanted.usualMs, period.lifetimeMs))
  const at = (ageMs: number) => new Date(Math.min(period.notBefore.getTime() + ageMs, lastInstantMs))
  return { expectedAt: at(expectedMs), dueAt: at(dueMs), missedAt: at(missedMs), basis, rhythm }
}

export function rotationState(due: Pick<RotationDue, 'expectedAt' | 'dueAt' | 'missedAt'>, now: Date): RotationState {
  if (due.missedAt <= now) return 'missed'
  if (due.dueAt <= now) return 'overdue'
  return due.expectedAt <= now ? 'due' : 'on-time'
}

/** A policy may name an interval that ends after the last instant that a Date can hold. */
const lastInstantMs = 8.64e15

interface WantedAges {
  readonly basis: RotationBasis
  readonly usualMs: number
  readonly expectedMs: number
  readonly dueMs: number
}

function wantedAges(lifetimeMs: number, rhythm: RotationRhythm | null, policy: EffectivePolicy): WantedAges {
  const interval = policy.rotationIntervalSeconds
  if (interval !== null) {
    const usualMs = interval * secondMs
    const expectedMs = (1 - policyMargin) * usualMs
    return { basis: 'policy', usualMs, expectedMs, dueMs: usualMs + toleranceMs(usualMs) }
  }
  if (rhythm !== null) {
    const { typicalShare, spreadShare } = rhythm
    const usualMs = typicalShare * lifetimeMs
    const dueShare = Math.max(1.25 * typicalShare, typicalShare + 3 * spreadShare)
    return { basis: 'rhythm', usualMs, expectedMs: usualMs, dueMs: dueShare * lifetimeMs }
  }
  const dueMs = (1 - policy.expiryUrgentShare) * lifetimeMs
  return { basis: 'share of life', usualMs: lifetimeMs, expectedMs: nearMs(lifetimeMs, policy), dueMs }
}

/** The age at which expiry is near. */
function nearMs(lifetimeMs: number, { expiryWarnShare, expiryUrgentShare }: EffectivePolicy): number {
  return (1 - Math.max(expiryWarnShare, expiryUrgentShare)) * lifetimeMs
}
