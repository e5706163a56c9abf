import { type EffectivePolicy, effectivePolicy } from '#lib/checks/policy.ts'
import { type RotationDue, rotationDue } from '#lib/checks/rotation-due.ts'
import { type ValidityPeriod, validityOf } from '#lib/checks/validity.ts'
import { noRhythm, type Rhythm } from './rotation-rhythm.ts'
import type { ServedLeaf } from './served-leaves.ts'

export interface LeafDue extends RotationDue {
  readonly leaf: ServedLeaf
  readonly period: ValidityPeriod
  readonly policy: EffectivePolicy
}

/**
 * When a leaf is to be rotated: by the rule of the check, but never after the share of its life at which expiry is
 * urgent, whatever interval a policy allows.
 */
export function leafDue(leaf: ServedLeaf, rhythms: ReadonlyMap<string, Rhythm>): LeafDue {
  const policy = effectivePolicy(leaf.environmentPolicy, leaf.identityPolicy)
  const period = validityOf({ notBefore: leaf.notBefore.toISOString(), notAfter: leaf.notAfter.toISOString() })
  const { renewals } = rhythms.get(leaf.identityId ?? '') ?? noRhythm
  const due = rotationDue(period, renewals, policy)
  const urgentAt = period.instantAtShareLeft(policy.expiryUrgentShare)
  if (due.dueAt <= urgentAt) return { leaf, period, policy, ...due }
  return { leaf, period, policy, dueAt: urgentAt, farOverdueAt: period.endsAt, basis: 'share of life' }
}
