import { namedCondition } from '../named-condition.ts'
import { type Parameters, parameters } from '../parameters.ts'
import type { ComplianceScope, EvidenceFilter } from './filter.ts'

/** A verdict with its subject: endpoint `e` or identity `i`; of an endpoint, `i` is the identity that it is bound to. */
export const verdictTables = `verdict v
  LEFT JOIN endpoint e ON v.subject_kind = 'endpoint' AND e.id = v.subject_id
  LEFT JOIN identity i ON i.id = CASE v.subject_kind WHEN 'identity' THEN v.subject_id ELSE e.identity_id END
  LEFT JOIN environment env ON env.id = i.environment_id`

/** What a scope means in SQL, over tables named `i` and `env`. */
export function scopeConditions(scope: ComplianceScope, values: Parameters): string[] {
  return [
    ...(scope.environment ? [namedCondition('env.name', scope.environment, values)] : []),
    ...(scope.owner ? [namedCondition('i.owner', scope.owner, values)] : []),
    ...(scope.identity ? [`i.id = ANY (${values.add(scope.identity)}::uuid[])`] : []),
  ]
}

/** Verdicts of `checkIds` in a scope, over `verdictTables`; a verdict whose subject is gone counts nowhere. */
export function verdictConditions(
  checkIds: readonly string[],
  { outcome, check, ...scope }: ComplianceScope & Pick<Partial<EvidenceFilter>, 'outcome' | 'check'>,
  values: Parameters = parameters(),
): { readonly where: string; readonly values: Parameters } {
  const parts = [
    'COALESCE(e.id, i.id) IS NOT NULL',
    `v.check_id = ANY (${values.add(checkIds)}::text[])`,
    ...scopeConditions(scope, values),
  ]
  if (check) parts.push(`v.check_id = ANY (${values.add(check)}::text[])`)
  if (outcome) {
    const stored = outcome.map((word) => word.replace('-', '_'))
    parts.push(`v.outcome = ANY (${values.add(stored)}::verdict_outcome[])`)
  }
  return { where: parts.join(' AND '), values }
}
