import { compareSeverity, type Severity, shiftSeverity } from '#lib/core/severity.ts'
import type { Check } from './contract.ts'
import { needsApproval } from './lapse.ts'
import type { EffectivePolicy } from './policy.ts'

/** What of an identity moves the severity of a failure. */
export interface Worth {
  readonly criticality: 'low' | 'medium' | 'high' | 'critical'
  readonly environment: { readonly production: boolean } | null
}

export interface Weight {
  readonly severity: Severity
  /** What it would be without the policy's word; null where the policy says nothing of the check. */
  readonly otherwise: Severity | null
}

/** What a policy says of a check goes before its grade and the estate's escalation. */
export function weigh(
  check: Check,
  grade: string,
  identity: Worth | null,
  internetFacing: boolean,
  { severityOverrides }: Pick<EffectivePolicy, 'severityOverrides'>,
): Weight {
  const settled = settleSeverity(check, grade, identity, internetFacing)
  const set = Object.hasOwn(severityOverrides, check.id) ? severityOverrides[check.id] : undefined
  return set === undefined ? { severity: settled, otherwise: null } : { severity: set, otherwise: settled }
}

/** One step up where internet-facing and of high or critical worth, one down outside production. */
function settleSeverity(check: Check, grade: string, identity: Worth | null, internetFacing: boolean): Severity {
  const base = check.severities[grade]
  if (base === undefined) throw new Error(`check ${check.id} has no severity for its grade ${grade}`)
  const exposed = internetFacing && (identity?.criticality === 'high' || identity?.criticality === 'critical')
  const relaxed = identity?.environment?.production === false && check.environmentWeighed !== true
  return shiftSeverity(base, (exposed ? 1 : 0) - (relaxed ? 1 : 0))
}

/** What the failures of a subject are weighed by. */
export interface Weighing extends Pick<EffectivePolicy, 'severityOverrides'> {
  readonly identity: Worth | null
}

export interface LoweredCheck {
  readonly checkId: string
  readonly from: Severity
  readonly to: Severity
}

/**
 * The checks of which a policy says something before or after, and a failure of which weighs less afterwards and no
 * longer as much as needs somebody's approval (`approvalFrom`); one entry per check, of its worst such grade. What a
 * change of worth or environment moves by itself is none.
 */
export function loweredBelowApproval(
  before: Weighing,
  after: Weighing,
  internetFacing: readonly boolean[],
  approvalFrom: Severity | null,
  find: (id: string) => Check | null,
): LoweredCheck[] {
  const ids = new Set([...Object.keys(before.severityOverrides), ...Object.keys(after.severityOverrides)])
  return [...ids].sort().flatMap((checkId) => {
    const check = find(checkId)
    if (check === null) return []
    const steps = Object.keys(check.severities).flatMap((grade) =>
      internetFacing.map((facing) => ({
        checkId,
        from: weigh(check, grade, before.identity, facing, before).severity,
        to: weigh(check, grade, after.identity, facing, after).severity,
      })),
    )
    return steps
      .filter(({ from, to }) => needsApproval(from, approvalFrom) && !needsApproval(to, approvalFrom))
      .toSorted((a, b) => compareSeverity(a.from, b.from))
      .slice(0, 1)
  })
}
