import { catalogue, findCheck } from '#lib/checks/catalogue/index.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { verdictFilter } from '../compliance/filter.ts'
import { verdictConditions, verdictTables } from '../compliance/verdict-conditions.ts'
import { filterToQuery, parseFilter } from '../filter.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import type { ReportScope } from './overview-filter.ts'

export interface UnassessedReason {
  readonly reason: string
  readonly count: number
  /** Titles of the checks that gave it, by name. */
  readonly checks: readonly string[]
  /** Of the list of verdicts: gives exactly those counted. */
  readonly query: string
}

export interface Unassessed {
  readonly total: number
  readonly query: string
  /** The most frequent first. */
  readonly reasons: readonly UnassessedReason[]
  readonly asOf: Date
}

const most = 5

/** Verdicts that could not be given, and why. None of them counts as a pass. */
export async function unassessed(principal: Principal, scope: ReportScope, now: Date): Promise<Unassessed> {
  requireRole(principal, 'viewer')
  const { filter } = parseFilter(verdictFilter, { outcome: 'not-assessed' })
  const scoped = { ...filter, environment: scope.environment === undefined ? undefined : [...scope.environment] }
  const { where, values } = verdictConditions(
    catalogue.map(({ id }) => id),
    scoped,
  )
  const found = await rows<{ reason: string; count: number; checkIds: string[]; total: number }>(
    pool(),
    `SELECT COALESCE(v.reason, '') AS reason, count(*)::int AS count, array_agg(DISTINCT v.check_id) AS "checkIds",
            (sum(count(*)) OVER ())::int AS total
       FROM ${verdictTables} WHERE ${where} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${most}`,
    [...values.values],
  )
  return {
    total: found[0]?.total ?? 0,
    query: filterToQuery(scoped, { sort: undefined }),
    reasons: found.map(({ reason, count, checkIds }) => ({
      reason,
      count,
      checks: checkIds.map((id) => findCheck(id)?.title ?? id).sort(),
      query: filterToQuery(scoped, { reason: [reason], sort: undefined }),
    })),
    asOf: now,
  }
}
