import type { RotationFact } from '#lib/checks/facts.ts'
import type { EffectivePolicy } from '#lib/checks/policy.ts'
import { toleranceMs, type ValidityPeriod } from '#lib/checks/validity.ts'
import { secondMs } from '#lib/core/time.ts'

export type RotationBasis = 'policy' | 'rhythm' | 'share of life'

export interface RotationDue {
  readonly dueAt: Date
  /** Twice the interval, or the end of the life where that comes first. */
  readonly farOverdueAt: Date
  readonly basis: RotationBasis
}

export type RenewalAge = Pick<RotationFact, 'ageSeconds' | 'lifetimeSeconds'>

/**
 * When the next rotation is due. Policy says the interval; else the identity's own rhythm (the median share of life
 * after which it renewed, and a quarter more) where at least two renewals were seen; else the share of life at which
 * expiry is urgent.
 */
export function rotationDue(
  period: ValidityPeriod,
  renewals: readonly RenewalAge[],
  policy: EffectivePolicy,
): RotationDue {
  const { notBefore, endsAt, lifetimeMs } = period
  const latestMs = (1 - policy.expiryUrgentShare) * lifetimeMs
  const interval = policy.rotationIntervalSeconds
  if (interval !== null) {
    return due(
      notBefore,
      interval * secondMs + toleranceMs(interval * secondMs),
      notBefore.getTime() + 2 * interval * secondMs,
      'policy',
    )
  }
  const rhythm = medianShareAtRenewal(renewals)
  const rhythmMs = rhythm === null ? latestMs : Math.min(latestMs, 1.25 * rhythm * lifetimeMs)
  return due(notBefore, rhythmMs, endsAt.getTime(), rhythm === null ? 'share of life' : 'rhythm')
}

function due(notBefore: Date, afterMs: number, farOverdueMs: number, basis: RotationBasis): RotationDue {
  const dueMs = notBefore.getTime() + afterMs
  return { dueAt: dateAt(dueMs), farOverdueAt: dateAt(Math.max(dueMs, farOverdueMs)), basis }
}

/** A policy may name an interval that ends after the last instant that a Date can hold. */
function dateAt(ms: number): Date {
  return new Date(Math.min(ms, 8.64e15))
}

function medianShareAtRenewal(renewals: readonly RenewalAge[]): number | null {
  const shares = renewals
    .flatMap(({ ageSeconds, lifetimeSeconds }) =>
      lifetimeSeconds > 0 && ageSeconds > 0 ? [Math.min(1, ageSeconds / lifetimeSeconds)] : [],
    )
    .sort((a, b) => a - b)
  return shares.length < 2 ? null : (shares[Math.floor(shares.length / 2)] ?? null)
}
