import type { BoundedCount, Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { allRows } from '../all-rows.ts'
import { type Cursor, toPage } from '../cursor.ts'
import { keyset, type SortColumn, sortText } from '../keyset.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { countFindings } from './count-findings.ts'
import type { FindingFilter } from './filter.ts'
import { type FindingColumns, type FindingRow, findingColumns, toFindingRow } from './finding-row.ts'
import { findingConditions, findingTables } from './where.ts'

type SortKey = FindingFilter['sort']['key']

const columns: Readonly<Record<SortKey, SortColumn>> = {
  severity: { sql: 'f.severity', type: 'severity', nullable: false },
  opened: { sql: 'f.opened_at', type: 'timestamptz', nullable: false },
  lastSeen: { sql: 'f.last_seen_at', type: 'timestamptz', nullable: false },
  due: { sql: 'f.due_at', type: 'timestamptz', nullable: true },
}

const cursorValues: Readonly<Record<SortKey, (row: FindingRow) => Cursor['value']>> = {
  severity: (row) => row.severity,
  opened: (row) => row.openedAt.toISOString(),
  lastSeen: (row) => row.lastSeenAt.toISOString(),
  due: (row) => row.dueAt?.toISOString() ?? null,
}

/** One page. Throws `forbidden`, `invalid-input` for a cursor of another order. */
export async function listFindings(principal: Principal, filter: FindingFilter): Promise<Page<FindingRow>> {
  requireRole(principal, 'viewer')
  const [found, total] = await Promise.all([select(filter, filter.limit), countFindings(principal, filter)])
  return pageOf(found, filter, filter.limit, total)
}

/** Every finding that matches, in the filter's order, a thousand at a time; `cursor` and `limit` are not looked at. */
export function exportFindings(principal: Principal, filter: FindingFilter): AsyncIterable<FindingRow> {
  requireRole(principal, 'viewer')
  const limit = 1000
  return allRows(async (cursor) => {
    const here = { ...filter, cursor }
    return pageOf(await select(here, limit), here, limit, { count: 0, exact: false })
  })
}

async function select(filter: FindingFilter, limit: number): Promise<FindingRow[]> {
  const { where, values } = findingConditions(filter)
  const column = columns[filter.sort.key]
  const position = keyset({
    sort: filter.sort,
    column,
    id: 'f.id',
    cursor: filter.cursor,
    firstParameter: values.length + 1,
  })
  const found = await rows<{ [Key in keyof FindingColumns]: FindingColumns[Key] }>(
    pool(),
    `SELECT ${findingColumns} FROM ${findingTables} WHERE ${where} AND ${position.where} ORDER BY ${position.orderBy} LIMIT ${limit + 1}`,
    [...values, ...position.values],
  )
  return found.map(toFindingRow)
}

function pageOf(
  found: readonly FindingRow[],
  { sort }: FindingFilter,
  limit: number,
  total: BoundedCount,
): Page<FindingRow> {
  const cursorOf = (row: FindingRow) => ({ value: cursorValues[sort.key](row), id: row.id })
  return toPage(found, { limit, total, sort: sortText(sort), cursorOf })
}
