import { type BoundedCount, countBound } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import type { IdentityChoice } from './filter.ts'
import { identityConditions, identityTables } from './identity-conditions.ts'

/** How many match, counted up to 10,000. */
export async function countIdentities(principal: Principal, filter: IdentityChoice): Promise<BoundedCount> {
  requireRole(principal, 'viewer')
  const { where, values } = identityConditions(filter)
  const [counted] = await rows<{ count: number }>(
    pool(),
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${identityTables} WHERE ${where} LIMIT ${countBound + 1}) bounded`,
    [...values.values],
  )
  const count = counted?.count ?? 0
  return { count: Math.min(count, countBound), exact: count <= countBound }
}
