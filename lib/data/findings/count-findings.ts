import { type BoundedCount, countBound } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import type { FindingFilter } from './filter.ts'
import { findingConditions, findingTables } from './where.ts'

/** How many match, counted up to 10,000. */
export async function countFindings(
  principal: Principal,
  filter: Omit<FindingFilter, 'sort' | 'cursor' | 'limit'>,
  now: Date = new Date(),
): Promise<BoundedCount> {
  requireRole(principal, 'viewer')
  const { where, values } = findingConditions(filter, now)
  const [counted] = await rows<{ count: number }>(
    pool(),
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${findingTables} WHERE ${where} LIMIT ${countBound + 1}) bounded`,
    [...values],
  )
  const count = counted?.count ?? 0
  return { count: Math.min(count, countBound), exact: count <= countBound }
}
