import { AppError } from '#lib/core/errors.ts'
import { type BoundedCount, countBound, type Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { allRows } from '../all-rows.ts'
import { decodeCursor, toPage } from '../cursor.ts'
import { sortText } from '../keyset.ts'
import { type Parameters, parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { activityConditions } from './activity-conditions.ts'
import type { ActivityFilter } from './filter.ts'

/** Who did what to which thing. */
export interface ActivityRow {
  /** A number that grows with time. */
  readonly id: string
  readonly at: Date
  readonly actorKind: 'user' | 'token' | 'system'
  readonly actorId: string | null
  /** As it was at that time. */
  readonly actorName: string
  readonly action: string
  readonly objectType: string
  readonly objectId: string | null
  /** What the thing is called now; null where it is gone or has no name. */
  readonly objectName: string | null
  readonly detail: Readonly<Record<string, unknown>>
}

/** One page, the newest first. Throws `forbidden` below analyst, `invalid-input` for a cursor of another order. */
export async function listActivity(principal: Principal, filter: ActivityFilter): Promise<Page<ActivityRow>> {
  requireRole(principal, 'analyst')
  const [found, total] = await Promise.all([select(filter, filter.limit), count(filter)])
  return pageOf(found, filter, filter.limit, total)
}

/** Every entry that matches, in the filter's order; `cursor` and `limit` are not looked at. */
export function exportActivity(principal: Principal, filter: ActivityFilter): AsyncIterable<ActivityRow> {
  requireRole(principal, 'analyst')
  const limit = 1000
  return allRows(async (cursor) => {
    const here = { ...filter, cursor }
    return pageOf(await select(here, limit), here, limit, { count: 0, exact: false })
  })
}

async function count(filter: ActivityFilter): Promise<BoundedCount> {
  const values = parameters()
  const where = activityConditions(filter, values)
  const query = `SELECT count(*)::int AS count FROM (SELECT 1 FROM audit_entry a WHERE ${where} LIMIT ${countBound + 1}) bounded`
  const [counted] = await rows<{ count: number }>(pool(), query, [...values.values])
  const found = counted?.count ?? 0
  return { count: Math.min(found, countBound), exact: found <= countBound }
}

/** What it is called now, where it is still there and has a name. */
const objectName = `CASE a.object_type
  WHEN 'user' THEN (SELECT name FROM app_user o WHERE o.id = a.object_id)
  WHEN 'token' THEN (SELECT name FROM api_token o WHERE o.id = a.object_uuid)
  WHEN 'identity' THEN (SELECT name FROM identity o WHERE o.id = a.object_uuid)
  WHEN 'endpoint' THEN (SELECT host || ':' || port FROM endpoint o WHERE o.id = a.object_uuid)
  WHEN 'environment' THEN (SELECT name FROM environment o WHERE o.id = a.object_uuid)
  WHEN 'site' THEN (SELECT name FROM site o WHERE o.id = a.object_uuid)
  WHEN 'trust-store' THEN (SELECT name FROM trust_store o WHERE o.id = a.object_uuid)
  WHEN 'advisory' THEN (SELECT title FROM advisory o WHERE o.id = a.object_uuid) END`

async function select(filter: ActivityFilter, limit: number): Promise<ActivityRow[]> {
  const values = parameters()
  const where = activityConditions(filter, values)
  const position = after(filter, values)
  const direction = filter.sort.descending ? 'DESC' : 'ASC'
  return rows<{ [Key in keyof ActivityRow]: ActivityRow[Key] }>(
    pool(),
    `SELECT a.id::text AS id, a.at, a.actor_kind AS "actorKind", a.actor_id AS "actorId", a.actor_name AS "actorName", a.action,
            a.object_type AS "objectType", a.object_id AS "objectId", ${objectName} AS "objectName", a.detail
       FROM (SELECT a.*, CASE WHEN a.object_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN a.object_id::uuid END AS object_uuid
               FROM audit_entry a WHERE ${where} AND ${position} ORDER BY a.id ${direction} LIMIT ${limit + 1}) a
      ORDER BY a.id ${direction}`,
    [...values.values],
  )
}

/** Entries are only ever added, so that their numbers stand for their order. */
function after({ cursor, sort }: ActivityFilter, values: Parameters): string {
  if (cursor === undefined) return 'true'
  const { id } = decodeCursor(sortText(sort), cursor)
  if (!/^\d{1,18}$/.test(id)) throw new AppError('invalid-input', 'The cursor does not belong to this list')
  return `a.id ${sort.descending ? '<' : '>'} ${values.add(id)}::bigint`
}

function pageOf(
  found: readonly ActivityRow[],
  { sort }: ActivityFilter,
  limit: number,
  total: BoundedCount,
): Page<ActivityRow> {
  return toPage(found, { limit, total, sort: sortText(sort), cursorOf: (row) => ({ value: null, id: row.id }) })
}
