import { type BoundedCount, countBound } from '#lib/core/page.ts'
import { pool } from '#lib/db/client.ts'
import type { Parameters } from './parameters.ts'
import { rows } from './sql.ts'

/** How many rows `from` gives (SQL of tables and conditions), counted up to 10,000. */
export async function countMatches(from: string, { values }: Parameters): Promise<BoundedCount> {
  const [counted] = await rows<{ count: number }>(
    pool(),
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${from} LIMIT ${countBound + 1}) bounded`,
    [...values],
  )
  return boundedCount(counted?.count ?? 0)
}

/** Of rows that were counted past the bound, or only just. */
export function boundedCount(count: number): BoundedCount {
  return { count: Math.min(count, countBound), exact: count <= countBound }
}
