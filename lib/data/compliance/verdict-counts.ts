import { catalogue } from '#lib/checks/catalogue/index.ts'
import type { Check } from '#lib/checks/contract.ts'
import type { VerdictCount } from '#lib/compliance/assess.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { type Parameters, parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { type Db, rows } from '../sql.ts'
import type { ComplianceScope } from './filter.ts'
import { idsOf, scopeConditions } from './verdict-conditions.ts'

/**
 * How often each check of the catalogue gave each outcome within a scope, and whose identities fail it. Resolves to none
 * where nothing was judged.
 */
export async function verdictCounts(
  principal: Principal,
  scope: ComplianceScope,
  db: Db = pool(),
): Promise<VerdictCount[]> {
  requireRole(principal, 'viewer')
  return countVerdicts(db, scope)
}

/** `verdictCounts` for who has asked for the role. */
export async function countVerdicts(db: Db, scope: ComplianceScope): Promise<VerdictCount[]> {
  const values = parameters()
  const ids = values.add(catalogue.map(({ id }) => id))
  const subjects = subjectsInService(scope, values)
  const each = (part: (kind: Check['subject']) => string) => [part('endpoint'), part('identity')].join(' UNION ALL ')
  return rows<{ checkId: string; outcome: VerdictCount['outcome']; count: number; affected: number }>(
    db,
    `WITH given AS (
       ${each(
         (kind) => `SELECT v.check_id, v.outcome, count(*) AS count
         FROM verdict v JOIN (${subjects[kind]}) s ON s.id = v.subject_id
        WHERE v.subject_kind = '${kind}' AND (NOT s.retired OR v.outcome = 'fail') GROUP BY 1, 2
       UNION ALL
       SELECT c.id, 'not_assessed', s.count FROM unnest('{${idsOf(kind)}}'::text[]) AS c(id)
        CROSS JOIN (SELECT count(*) AS count FROM (${subjects[kind]}) s WHERE s.unjudged AND NOT s.retired) s`,
       )}
     ), failing AS (
       SELECT check_id, count(DISTINCT identity_id)::int AS affected FROM (
       ${each(
         (kind) => `SELECT v.check_id, s.identity_id FROM verdict v JOIN (${subjects[kind]}) s ON s.id = v.subject_id
        WHERE v.subject_kind = '${kind}' AND v.check_id = ANY (${ids}::text[]) AND v.outcome = 'fail'`,
       )}) behind GROUP BY 1
     )
     SELECT g.check_id AS "checkId", replace(g.outcome::text, '_', '-') AS outcome, sum(g.count)::int AS count,
            COALESCE(max(f.affected), 0) AS affected
       FROM given g JOIN unnest(${ids}::text[]) AS known(id) ON known.id = g.check_id LEFT JOIN failing f ON f.check_id = g.check_id AND g.outcome = 'fail'
      WHERE g.count > 0 GROUP BY g.check_id, g.outcome ORDER BY g.check_id, g.outcome`,
    [...values.values],
  )
}

/** What verdicts in a scope can be of, as `verdictConditions` says it: narrow, so that verdicts are read from an index alone. */
function subjectsInService(scope: ComplianceScope, values: Parameters): Record<Check['subject'], string> {
  const where = (...own: readonly string[]) => [...own, ...scopeConditions(scope, values)].join(' AND ') || 'true'
  return {
    endpoint: `SELECT e.id, i.id AS identity_id, e.evaluated_at IS NULL AS unjudged, false AS retired
      FROM endpoint e LEFT JOIN identity i ON i.id = e.identity_id LEFT JOIN environment env ON env.id = i.environment_id
     WHERE ${where('e.enabled')}`,
    identity: `SELECT i.id, i.id AS identity_id, i.evaluated_at IS NULL AS unjudged, i.retired_at IS NOT NULL AS retired
      FROM identity i LEFT JOIN environment env ON env.id = i.environment_id WHERE ${where()}`,
  }
}
