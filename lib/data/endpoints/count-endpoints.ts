import { type BoundedCount, countBound } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { endpointConditions, endpointTables } from './endpoint-conditions.ts'
import type { EndpointConditions } from './filter.ts'

/** How many match, counted up to 10,000. */
export async function countEndpoints(
  principal: Principal,
  filter: EndpointConditions,
  now: Date = new Date(),
): Promise<BoundedCount> {
  requireRole(principal, 'viewer')
  const { where, values } = endpointConditions(filter, now)
  const [counted] = await rows<{ count: number }>(
    pool(),
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${endpointTables} WHERE ${where} LIMIT ${countBound + 1}) bounded`,
    [...values.values],
  )
  const count = counted?.count ?? 0
  return { count: Math.min(count, countBound), exact: count <= countBound }
}
