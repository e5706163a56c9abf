import type { BoundedCount, Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { allRows } from '../all-rows.ts'
import { countMatches } from '../count-matches.ts'
import { type Cursor, toPage } from '../cursor.ts'
import { keyset, type SortColumn, sortText } from '../keyset.ts'
import { parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { findingsOfIdentity, signChecks, signFindings } from './due-conditions.ts'
import { rhythmConditions, rhythmTables } from './rhythm-conditions.ts'
import type { RhythmFilter } from './rhythm-filter.ts'
import { type RhythmColumns, type RhythmRow, rhythmColumns, toRhythmRow } from './rhythm-row.ts'
import { countRotations } from './rotation-counts.ts'

type SortKey = RhythmFilter['sort']['key']

const columns: Readonly<Record<SortKey, SortColumn>> = {
  due: { sql: 'r.due_at', type: 'timestamptz', nullable: false },
  name: { sql: 'i.name', type: 'text', nullable: false },
  typical: { sql: 'r.typical_share', type: 'float8', nullable: true },
  spread: { sql: 'r.spread_share', type: 'float8', nullable: true },
  gap: { sql: 'r.longest_gap_seconds', type: 'float8', nullable: true },
}

const cursorValues: Readonly<Record<SortKey, (row: RhythmRow) => Cursor['value']>> = {
  due: (row) => row.dueAt.toISOString(),
  name: (row) => row.name,
  typical: (row) => row.typicalShare,
  spread: (row) => row.spreadShare,
  gap: (row) => row.longestGapSeconds,
}

/**
 * One page of identities that serve a certificate. Retired ones, and those of which none is served, have no age and
 * stand in no row. Throws `forbidden`, `invalid-input` for a cursor of another order.
 */
export async function listRhythms(
  principal: Principal,
  filter: RhythmFilter,
  now: Date = new Date(),
): Promise<Page<RhythmRow>> {
  requireRole(principal, 'viewer')
  const [found, total] = await Promise.all([select(filter, filter.limit, now), countRhythms(principal, filter, now)])
  return pageOf(found, filter, filter.limit, total)
}

/** Every identity that matches, in the filter's order; `cursor` and `limit` are not looked at. */
export function exportRhythms(
  principal: Principal,
  filter: RhythmFilter,
  now: Date = new Date(),
): AsyncIterable<RhythmRow> {
  requireRole(principal, 'viewer')
  const limit = 1000
  return allRows(async (cursor) => {
    const here = { ...filter, cursor }
    return pageOf(await select(here, limit, now), here, limit, { count: 0, exact: false })
  })
}

/** How many match, counted up to 10,000. */
export async function countRhythms(
  principal: Principal,
  filter: RhythmFilter,
  now: Date = new Date(),
): Promise<BoundedCount> {
  requireRole(principal, 'viewer')
  const values = parameters()
  return countMatches(`${rhythmTables} WHERE ${rhythmConditions(filter, now, values)}`, values)
}

async function select(filter: RhythmFilter, limit: number, now: Date): Promise<RhythmRow[]> {
  const values = parameters()
  const where = rhythmConditions(filter, now, values)
  const checks = values.add(signChecks)
  const position = keyset({
    sort: filter.sort,
    column: columns[filter.sort.key],
    id: 'r.identity_id',
    cursor: filter.cursor,
    firstParameter: values.values.length + 1,
  })
  const found = await rows<RhythmColumns>(
    pool(),
    `SELECT ${rhythmColumns}, ARRAY(SELECT DISTINCT f.check_id FROM ${signFindings(findingsOfIdentity, checks)}) AS "checkIds"
       FROM ${rhythmTables} WHERE r.identity_id = ANY (ARRAY(
         SELECT r.identity_id FROM ${rhythmTables} WHERE ${where} AND ${position.where} ORDER BY ${position.orderBy} LIMIT ${limit + 1}))
      ORDER BY ${position.orderBy}`,
    [...values.values, ...position.values],
  )
  const counts = await countRotations(found.map(({ id }) => id))
  return found.map((row) => toRhythmRow(row, counts.get(row.id), now))
}

function pageOf(
  found: readonly RhythmRow[],
  { sort }: RhythmFilter,
  limit: number,
  total: BoundedCount,
): Page<RhythmRow> {
  const cursorOf = (row: RhythmRow) => ({ value: cursorValues[sort.key](row), id: row.id })
  return toPage(found, { limit, total, sort: sortText(sort), cursorOf })
}
