import type { BoundedCount, Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { allRows } from '../all-rows.ts'
import { countMatches } from '../count-matches.ts'
import { type Cursor, toPage } from '../cursor.ts'
import { endpointLabel } from '../endpoints/endpoint-label.ts'
import { keyset, type SortColumn, sortText } from '../keyset.ts'
import { parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import type { RotationFilter } from './filter.ts'
import { afterExpiryRotation, lateRotation } from './late-rotation.ts'
import { rotationConditions, rotationTables } from './rotation-conditions.ts'

/** The step from one leaf to the next at an endpoint. */
export interface RotationRow {
  readonly id: string
  readonly at: Date
  /** When the previous leaf was last seen there: the step lies between the two. Null: not on record. */
  readonly previousSeenAt: Date | null
  readonly endpointId: string
  /** `host:port`. */
  readonly endpoint: string
  /** That the endpoint was bound to at that time. */
  readonly identityId: string | null
  readonly identityName: string | null
  readonly owner: string | null
  readonly environment: string | null
  readonly previousSha256: string
  readonly nextSha256: string
  /** How long the previous leaf had been valid, and how long it would have been; negative where it had expired. */
  readonly ageSeconds: number
  readonly lifeLeftSeconds: number
  /** Whole life of the previous leaf. */
  readonly lifetimeSeconds: number
  readonly keyKept: boolean
  /** The previous leaf was seen served with less than a tenth of its life left, or after its end. */
  readonly late: boolean
  readonly afterExpiry: boolean
}

type SortKey = RotationFilter['sort']['key']

const columns: Readonly<Record<SortKey, SortColumn>> = {
  at: { sql: 'r.at', type: 'timestamptz', nullable: false },
  age: { sql: 'r.age_seconds', type: 'bigint', nullable: false },
  lifeLeft: { sql: 'r.life_left_seconds', type: 'bigint', nullable: false },
}

const cursorValues: Readonly<Record<SortKey, (row: RotationRow) => Cursor['value']>> = {
  at: (row) => row.at.toISOString(),
  age: (row) => row.ageSeconds,
  lifeLeft: (row) => row.lifeLeftSeconds,
}

/** One page, the newest first. Throws `forbidden`, `invalid-input` for a cursor of another order. */
export async function listRotations(principal: Principal, filter: RotationFilter): Promise<Page<RotationRow>> {
  requireRole(principal, 'viewer')
  const [found, total] = await Promise.all([select(filter, filter.limit), countRotationsOf(principal, filter)])
  return pageOf(found, filter, filter.limit, total)
}

/** Every rotation that matches, in the filter's order; `cursor` and `limit` are not looked at. */
export function exportRotations(principal: Principal, filter: RotationFilter): AsyncIterable<RotationRow> {
  requireRole(principal, 'viewer')
  const limit = 1000
  return allRows(async (cursor) => {
    const here = { ...filter, cursor }
    return pageOf(await select(here, limit), here, limit, { count: 0, exact: false })
  })
}

/** How many match, counted up to 10,000. */
export async function countRotationsOf(principal: Principal, filter: RotationFilter): Promise<BoundedCount> {
  requireRole(principal, 'viewer')
  const values = parameters()
  return countMatches(`${rotationTables} WHERE ${rotationConditions(filter, values)}`, values)
}

async function select(filter: RotationFilter, limit: number): Promise<RotationRow[]> {
  const values = parameters()
  const where = rotationConditions(filter, values)
  const column = columns[filter.sort.key]
  const position = keyset({
    sort: filter.sort,
    column,
    id: 'r.id',
    cursor: filter.cursor,
    firstParameter: values.values.length + 1,
  })
  return rows<{ [Key in keyof RotationRow]: RotationRow[Key] }>(
    pool(),
    `SELECT r.id, r.at, e.id AS "endpointId", ${endpointLabel} AS endpoint,
            i.id AS "identityId", i.name AS "identityName", i.owner, env.name AS environment,
            encode(previous.sha256, 'hex') AS "previousSha256", encode(next.sha256, 'hex') AS "nextSha256",
            r.age_seconds::float8 AS "ageSeconds", r.life_left_seconds::float8 AS "lifeLeftSeconds",
            extract(epoch FROM previous.not_after - previous.not_before)::float8 AS "lifetimeSeconds", r.key_kept AS "keyKept",
            r.previous_seen_at AS "previousSeenAt", ${lateRotation} AS late, ${afterExpiryRotation} AS "afterExpiry"
       FROM ${rotationTables} WHERE ${where} AND ${position.where} ORDER BY ${position.orderBy} LIMIT ${limit + 1}`,
    [...values.values, ...position.values],
  )
}

function pageOf(
  found: readonly RotationRow[],
  { sort }: RotationFilter,
  limit: number,
  total: BoundedCount,
): Page<RotationRow> {
  const cursorOf = (row: RotationRow) => ({ value: cursorValues[sort.key](row), id: row.id })
  return toPage(found, { limit, total, sort: sortText(sort), cursorOf })
}
