import { catalogue } from '#lib/checks/catalogue/index.ts'
import type { Check } from '#lib/checks/contract.ts'
import { namedCondition } from '../named-condition.ts'
import { type Parameters, parameters } from '../parameters.ts'
import type { ComplianceScope, EvidenceFilter } from './filter.ts'

/** Ids of the checks of a kind of subject, for an array of SQL. */
export const idsOf = (subject: Check['subject']) =>
  catalogue
    .filter((check) => check.subject === subject)
    .map(({ id }) => id)
    .join()

/** What nobody has judged yet, because no worker came to it, is not assessed by every check. */
const unjudged = (kind: Check['subject']) =>
  `SELECT c.id, '${kind}'::subject_kind, s.id, 'not_assessed'::verdict_outcome, NULL::severity, 'not judged yet', '{}'::jsonb,
          '{}'::uuid[], NULL::bytea, s.created_at, NULL::timestamptz
     FROM ${kind} s CROSS JOIN unnest('{${idsOf(kind)}}'::text[]) AS c(id) WHERE s.evaluated_at IS NULL`

/** A verdict with its subject: endpoint `e` or identity `i`; of an endpoint, `i` is the identity that it is bound to. */
export const verdictTables = `(
    SELECT check_id, subject_kind, subject_id, outcome, severity, reason, evidence, observation_ids, certificate_sha256, since, evaluated_at
      FROM verdict UNION ALL ${unjudged('endpoint')} UNION ALL ${unjudged('identity')}) v
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

/** In service, as coverage has it. A retired identity counts by what it still fails: its credential is not gone. */
const inService = `CASE v.subject_kind WHEN 'endpoint' THEN e.enabled
  ELSE i.id IS NOT NULL AND (i.retired_at IS NULL OR v.outcome = 'fail') END`

/** Verdicts of `checkIds` in a scope, over `verdictTables`; what is gone or not in service counts nowhere. */
export function verdictConditions(
  checkIds: readonly string[],
  { outcome, check, reason, ...scope }: ComplianceScope & Pick<Partial<EvidenceFilter>, 'outcome' | 'check' | 'reason'>,
  values: Parameters = parameters(),
): { readonly where: string; readonly values: Parameters } {
  const parts = [inService, `v.check_id = ANY (${values.add(checkIds)}::text[])`, ...scopeConditions(scope, values)]
  if (check) parts.push(`v.check_id = ANY (${values.add(check)}::text[])`)
  if (reason) parts.push(`v.reason = ANY (${values.add(reason)}::text[])`)
  if (outcome) {
    const stored = outcome.map((word) => word.replace('-', '_'))
    parts.push(`v.outcome = ANY (${values.add(stored)}::verdict_outcome[])`)
  }
  return { where: parts.join(' AND '), values }
}
