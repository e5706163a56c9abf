import type { BoundedCount, Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { allRows } from '../all-rows.ts'
import { type Cursor, toPage } from '../cursor.ts'
import { keyset, type SortColumn, sortText } from '../keyset.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { countEndpoints } from './count-endpoints.ts'
import { endpointConditions, endpointTables } from './endpoint-conditions.ts'
import { type EndpointRow, endpointColumns } from './endpoint-row.ts'
import type { EndpointFilter } from './filter.ts'

type SortKey = EndpointFilter['sort']['key']

const columns: Readonly<Record<SortKey, SortColumn>> = {
  host: { sql: 'e.host', type: 'text', nullable: false },
  lastScan: { sql: 'e.last_scan_at', type: 'timestamptz', nullable: true },
  expiry: { sql: 'e.next_expiry_at', type: 'timestamptz', nullable: true },
  severity: { sql: 'e.worst_severity', type: 'severity', nullable: true },
}

const cursorValues: Readonly<Record<SortKey, (row: EndpointRow) => Cursor['value']>> = {
  host: (row) => row.host,
  lastScan: (row) => row.lastScanAt?.toISOString() ?? null,
  expiry: (row) => row.nextExpiryAt?.toISOString() ?? null,
  severity: (row) => row.worstSeverity,
}

/** One page. Throws `forbidden`, `invalid-input` for a cursor of another order. */
export async function listEndpoints(
  principal: Principal,
  filter: EndpointFilter,
  now: Date = new Date(),
): Promise<Page<EndpointRow>> {
  requireRole(principal, 'viewer')
  const [found, total] = await Promise.all([select(filter, filter.limit, now), countEndpoints(principal, filter, now)])
  return pageOf(found, filter, filter.limit, total)
}

/** Every endpoint that matches, in the filter's order, a thousand at a time; `cursor` and `limit` are not looked at. */
export function exportEndpoints(
  principal: Principal,
  filter: EndpointFilter,
  now: Date = new Date(),
): AsyncIterable<EndpointRow> {
  requireRole(principal, 'viewer')
  const limit = 1000
  return allRows(async (cursor) => {
    const here = { ...filter, cursor }
    return pageOf(await select(here, limit, now), here, limit, { count: 0, exact: false })
  })
}

async function select(filter: EndpointFilter, limit: number, now: Date): Promise<EndpointRow[]> {
  const { where, values } = endpointConditions(filter, now)
  const shown = endpointColumns(values.add(now))
  const { sort, cursor } = filter
  const firstParameter = values.values.length + 1
  const position = keyset({ sort, column: columns[sort.key], id: 'e.id', cursor, firstParameter })
  return rows<{ [Key in keyof EndpointRow]: EndpointRow[Key] }>(
    pool(),
    `SELECT ${shown} FROM ${endpointTables} WHERE ${where} AND ${position.where} ORDER BY ${position.orderBy} LIMIT ${limit + 1}`,
    [...values.values, ...position.values],
  )
}

function pageOf(
  found: readonly EndpointRow[],
  { sort }: EndpointFilter,
  limit: number,
  total: BoundedCount,
): Page<EndpointRow> {
  const cursorOf = (row: EndpointRow) => ({ value: cursorValues[sort.key](row), id: row.id })
  return toPage(found, { limit, total, sort: sortText(sort), cursorOf })
}
