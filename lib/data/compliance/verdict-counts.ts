import { catalogue } from '#lib/checks/catalogue/index.ts'
import type { VerdictCount } from '#lib/compliance/assess.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { type Db, rows } from '../sql.ts'
import type { ComplianceScope } from './filter.ts'
import { verdictConditions, verdictTables } from './verdict-conditions.ts'

/** How often each check of the catalogue gave each outcome within a scope. Resolves to none where nothing was judged. */
export async function verdictCounts(
  principal: Principal,
  scope: ComplianceScope,
  db: Db = pool(),
): Promise<VerdictCount[]> {
  requireRole(principal, 'viewer')
  const { where, values } = verdictConditions(
    catalogue.map(({ id }) => id),
    scope,
  )
  return rows<{ checkId: string; outcome: VerdictCount['outcome']; count: number; affected: number }>(
    db,
    `SELECT v.check_id AS "checkId", replace(v.outcome::text, '_', '-') AS outcome, count(*)::int AS count,
            count(DISTINCT i.id)::int AS affected
       FROM ${verdictTables} WHERE ${where} GROUP BY v.check_id, v.outcome ORDER BY v.check_id, v.outcome`,
    [...values.values],
  )
}
