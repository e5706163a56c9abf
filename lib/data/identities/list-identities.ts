import type { BoundedCount, Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { allRows } from '../all-rows.ts'
import { type Cursor, toPage } from '../cursor.ts'
import { keyset, type SortColumn, sortText } from '../keyset.ts'
import { requireRole } from '../require-role.ts'
import { loadIdentityDue } from '../rotations/load-identity-due.ts'
import { rows } from '../sql.ts'
import { countIdentities } from './count-identities.ts'
import type { IdentityFilter } from './filter.ts'
import { identityConditions, identityTables } from './identity-conditions.ts'
import {
  type IdentityColumns,
  type IdentityRow,
  identityRowColumns,
  leafSince,
  toIdentityRows,
} from './identity-row.ts'

type SortKey = IdentityFilter['sort']['key']

const columns: Readonly<Record<SortKey, SortColumn>> = {
  name: { sql: 'i.name', type: 'text', nullable: false },
  expiry: { sql: 'i.next_expiry_at', type: 'timestamptz', nullable: true },
  // By age: the oldest leaf has the greatest, so that its start stands for it with the sign turned.
  rotation: { sql: `-extract(epoch FROM ${leafSince})::float8`, type: 'float8', nullable: true },
  severity: { sql: 'i.worst_severity', type: 'severity', nullable: true },
  findings: { sql: 'i.open_findings', type: 'bigint', nullable: false },
  seen: { sql: 'i.last_seen_at', type: 'timestamptz', nullable: true },
}

const cursorValues: Readonly<Record<SortKey, (row: IdentityRow) => Cursor['value']>> = {
  name: (row) => row.name,
  expiry: (row) => row.nextExpiryAt?.toISOString() ?? null,
  rotation: (row) => (row.leafSince === null ? null : -row.leafSince.getTime() / 1000),
  severity: (row) => row.worstSeverity,
  findings: (row) => row.openFindings,
  seen: (row) => row.lastSeenAt?.toISOString() ?? null,
}

/** One page. Throws `forbidden`, `invalid-input` for a cursor of another order. */
export async function listIdentities(
  principal: Principal,
  filter: IdentityFilter,
  now: Date = new Date(),
): Promise<Page<IdentityRow>> {
  requireRole(principal, 'viewer')
  const [found, total] = await Promise.all([select(filter, filter.limit, now), countIdentities(principal, filter)])
  return pageOf(found, filter, filter.limit, total)
}

/** Every identity that matches, in the filter's order, a thousand at a time; `cursor` and `limit` are not looked at. */
export function exportIdentities(
  principal: Principal,
  filter: IdentityFilter,
  now: Date = new Date(),
): AsyncIterable<IdentityRow> {
  requireRole(principal, 'viewer')
  const limit = 1000
  return allRows(async (cursor) => {
    const here = { ...filter, cursor }
    return pageOf(await select(here, limit, now), here, limit, { count: 0, exact: false })
  })
}

async function select(filter: IdentityFilter, limit: number, now: Date): Promise<IdentityRow[]> {
  const { where, values } = identityConditions(filter)
  const position = keyset({
    sort: filter.sort,
    column: columns[filter.sort.key],
    id: 'i.id',
    cursor: filter.cursor,
    firstParameter: values.values.length + 1,
  })
  const found = await rows<IdentityColumns>(
    pool(),
    `SELECT ${identityRowColumns} FROM ${identityTables} WHERE ${where} AND ${position.where}
      ORDER BY ${position.orderBy} LIMIT ${limit + 1}`,
    [...values.values, ...position.values],
  )
  const served = found.filter((row) => row.leafSince !== null).map((row) => row.id)
  return toIdentityRows(found, await loadIdentityDue(served, now))
}

function pageOf(
  found: readonly IdentityRow[],
  { sort }: IdentityFilter,
  limit: number,
  total: BoundedCount,
): Page<IdentityRow> {
  const cursorOf = (row: IdentityRow) => ({ value: cursorValues[sort.key](row), id: row.id })
  return toPage(found, { limit, total, sort: sortText(sort), cursorOf })
}
