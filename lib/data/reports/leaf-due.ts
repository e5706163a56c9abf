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

/** When a leaf is to be rotated: the same rule as that of the check. */
export function leafDue(leaf: ServedLeaf, rhythms: ReadonlyMap<string, Rhythm>): LeafDue {
  const policy = effectivePolicy(leaf.environmentPolicy, leaf.identityPolicy)
  const period = validityOf({ notBefore: leaf.notBefore.toISOString(), notAfter: leaf.notAfter.toISOString() })
  const { renewals } = rhythms.get(leaf.identityId ?? '') ?? noRhythm
  return { leaf, period, policy, ...rotationDue(period, renewals, policy) }
}
