import { catalogue, findCheck } from '#lib/checks/catalogue/index.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { verdictConditions, verdictTables } from './verdict-conditions.ts'

interface Choice {
  readonly value: string
  readonly label: string
  readonly count: number
}

/** A menu beyond this length is no menu. */
const most = 200

/** Reasons and checks of what was not assessed, the most frequent first. */
export async function listVerdictChoices(
  principal: Principal,
): Promise<{ readonly reasons: readonly Choice[]; readonly checks: readonly Choice[] }> {
  requireRole(principal, 'viewer')
  const { where, values } = verdictConditions(
    catalogue.map(({ id }) => id),
    { outcome: ['not-assessed'] },
  )
  const found = await rows<{ reason: string | null; checkId: string | null; count: number }>(
    pool(),
    `SELECT v.reason, v.check_id AS "checkId", count(*)::int AS count FROM ${verdictTables} WHERE ${where} AND v.reason IS NOT NULL
      GROUP BY GROUPING SETS ((v.reason), (v.check_id)) ORDER BY count DESC, 1, 2 LIMIT ${most}`,
    [...values.values],
  )
  return {
    reasons: found.flatMap(({ reason, count }) => (reason === null ? [] : [{ value: reason, label: reason, count }])),
    checks: found.flatMap(({ checkId, count }) =>
      checkId === null ? [] : [{ value: checkId, label: findCheck(checkId)?.title ?? checkId, count }],
    ),
  }
}
