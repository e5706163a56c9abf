import { type Db, rows } from '../sql.ts'
import type { ComplianceScope } from './filter.ts'
import { verdictConditions, verdictTables } from './verdict-conditions.ts'

/** Why verdicts of a check are missing, and how many by this reason. */
export interface NotAssessedReason {
  readonly checkId: string
  readonly reason: string
  readonly count: number
}

/** The most frequent first. */
export function notAssessedReasons(
  db: Db,
  scope: ComplianceScope,
  checkIds: readonly string[],
): Promise<NotAssessedReason[]> {
  const { where, values } = verdictConditions(checkIds, { ...scope, outcome: ['not-assessed'] })
  return rows<{ checkId: string; reason: string; count: number }>(
    db,
    `SELECT v.check_id AS "checkId", COALESCE(v.reason, 'no reason was given') AS reason, count(*)::int AS count
       FROM ${verdictTables} WHERE ${where} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`,
    [...values.values],
  )
}
