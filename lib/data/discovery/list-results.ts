import { type BoundedCount, countBound, type Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { allRows } from '../all-rows.ts'
import { decodeCursor, toPage } from '../cursor.ts'
import { sortText } from '../keyset.ts'
import { type Parameters, parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { likeContains } from '../search/like-pattern.ts'
import { rows } from '../sql.ts'
import type { DiscoveryResult } from './discovery-run.ts'
import type { DiscoveryResultFilter } from './filter.ts'

export interface DiscoveryResultRow extends DiscoveryResult {
  readonly id: string
  /** What the endpoint that came of it ought to prove. */
  readonly identity: string | null
  readonly identityId: string | null
}

/** Results of a run in the order in which they came. Throws `invalid-input` for a cursor of another list. */
export async function listDiscoveryResults(
  principal: Principal,
  runId: string,
  filter: DiscoveryResultFilter,
): Promise<Page<DiscoveryResultRow>> {
  requireRole(principal, 'viewer')
  const [found, total] = await Promise.all([select(runId, filter, filter.limit), count(runId, filter)])
  return pageOf(found, filter, filter.limit, total)
}

/** Every result that matches; `cursor` and `limit` are not looked at. */
export function exportDiscoveryResults(
  principal: Principal,
  runId: string,
  filter: DiscoveryResultFilter,
): AsyncIterable<DiscoveryResultRow> {
  requireRole(principal, 'viewer')
  const limit = 1000
  return allRows(async (cursor) => {
    const here = { ...filter, cursor }
    return pageOf(await select(runId, here, limit), here, limit, { count: 0, exact: false })
  })
}

/** How many results of a run there are of each outcome. */
export async function countResultsByOutcome(
  principal: Principal,
  runId: string,
): Promise<Readonly<Record<string, number>>> {
  requireRole(principal, 'viewer')
  const counts = await rows<{ outcome: string; count: number }>(
    pool(),
    'SELECT outcome, count(*)::int AS count FROM discovery_result WHERE run_id = $1 GROUP BY outcome',
    [runId],
  )
  return Object.fromEntries(counts.map((row) => [row.outcome, row.count]))
}

function conditions(runId: string, { q, outcome }: DiscoveryResultFilter, values: Parameters): string {
  const parts = [`r.run_id = ${values.add(runId)}::uuid`]
  if (outcome !== undefined) parts.push(`r.outcome = ANY (${values.add(outcome)}::text[])`)
  if (q !== undefined) {
    const pattern = values.add(likeContains(q))
    parts.push(`(r.host ILIKE ${pattern} OR r.detail ILIKE ${pattern})`)
  }
  return parts.join(' AND ')
}

function select(runId: string, filter: DiscoveryResultFilter, limit: number): Promise<DiscoveryResultRow[]> {
  const values = parameters()
  const where = conditions(runId, filter, values)
  const after = filter.cursor === undefined ? null : decodeCursor(sortText(filter.sort), filter.cursor).id
  const place =
    after === null
      ? 'true'
      : `r.id ${filter.sort.descending ? '<' : '>'} ${values.add(/^\d{1,18}$/.test(after) ? after : '0')}::bigint`
  return rows<{ [Key in keyof DiscoveryResultRow]: DiscoveryResultRow[Key] }>(
    pool(),
    `SELECT r.id::text AS id, r.host, r.port, r.outcome, r.detail, r.line, r.endpoint_id AS "endpointId",
            i.name AS identity, i.id AS "identityId"
       FROM discovery_result r LEFT JOIN endpoint e ON e.id = r.endpoint_id LEFT JOIN identity i ON i.id = e.identity_id
      WHERE ${where} AND ${place} ORDER BY r.id ${filter.sort.descending ? 'DESC' : 'ASC'} LIMIT ${limit + 1}`,
    [...values.values],
  )
}

async function count(runId: string, filter: DiscoveryResultFilter): Promise<BoundedCount> {
  const values = parameters()
  const where = conditions(runId, filter, values)
  const [counted] = await rows<{ count: number }>(
    pool(),
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM discovery_result r WHERE ${where} LIMIT ${countBound + 1}) bounded`,
    [...values.values],
  )
  const all = counted?.count ?? 0
  return { count: Math.min(all, countBound), exact: all <= countBound }
}

function pageOf(
  found: readonly DiscoveryResultRow[],
  { sort }: DiscoveryResultFilter,
  limit: number,
  total: BoundedCount,
): Page<DiscoveryResultRow> {
  return toPage(found, { limit, total, sort: sortText(sort), cursorOf: ({ id }) => ({ value: null, id }) })
}
