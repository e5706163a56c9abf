import { type BoundedCount, countBound, type Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { allRows } from '../all-rows.ts'
import { type Cursor, toPage } from '../cursor.ts'
import { keyset, type SortColumn, sortText } from '../keyset.ts'
import { requireRole } from '../require-role.ts'
import { likeContains } from '../search/like-pattern.ts'
import { rows } from '../sql.ts'
import type { OwnerFilter } from './filter.ts'
import type { OwnerRow } from './owner-row.ts'

/** What is on record of owners, and every name that identities carry. */
const owners = `(SELECT md5(COALESCE(o.name, n.owner))::uuid AS id, COALESCE(o.name, n.owner) AS name, COALESCE(o.active, true) AS active,
         o.since, o.contact, o.source, o.recorded_at AS "recordedAt", COALESCE(n.identities, 0)::int AS identities,
         COALESCE(n.findings, 0)::int AS "openFindings"
    FROM owner o FULL JOIN (
         SELECT owner, count(*) FILTER (WHERE retired_at IS NULL) AS identities, sum(open_findings) AS findings
           FROM identity WHERE owner IS NOT NULL GROUP BY owner) n ON n.owner = o.name) w`

const columns: Readonly<Record<OwnerFilter['sort']['key'], SortColumn>> = {
  name: { sql: 'lower(w.name)', type: 'text', nullable: false },
  identities: { sql: 'w.identities', type: 'bigint', nullable: false },
  findings: { sql: 'w."openFindings"', type: 'bigint', nullable: false },
}

const cursorValues: Readonly<Record<OwnerFilter['sort']['key'], (row: Selected) => Cursor['value']>> = {
  name: (row) => row.lowerName,
  identities: (row) => row.identities,
  findings: (row) => row.openFindings,
}

type Selected = { [Key in keyof OwnerRow]: OwnerRow[Key] } & { lowerName: string }

/** One page. Throws `invalid-input` for a cursor of another order. */
export async function listOwners(principal: Principal, filter: OwnerFilter): Promise<Page<OwnerRow>> {
  requireRole(principal, 'viewer')
  const [found, total] = await Promise.all([select(filter, filter.limit), countOwners(filter)])
  return pageOf(found, filter, filter.limit, total)
}

/** Every owner that matches, a thousand at a time. */
export function exportOwners(principal: Principal, filter: OwnerFilter): AsyncIterable<OwnerRow> {
  requireRole(principal, 'viewer')
  const limit = 1000
  return allRows(async (cursor) => {
    const here = { ...filter, cursor }
    return pageOf(await select(here, limit), here, limit, { count: 0, exact: false })
  })
}

async function countOwners(filter: OwnerFilter): Promise<BoundedCount> {
  const { where, values } = conditions(filter)
  const [counted] = await rows<{ count: number }>(
    pool(),
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${owners} WHERE ${where} LIMIT ${countBound + 1}) bounded`,
    values,
  )
  const count = counted?.count ?? 0
  return { count: Math.min(count, countBound), exact: count <= countBound }
}

function select(filter: OwnerFilter, limit: number): Promise<Selected[]> {
  const { where, values } = conditions(filter)
  const position = keyset({
    sort: filter.sort,
    column: columns[filter.sort.key],
    id: 'w.id',
    cursor: filter.cursor,
    firstParameter: values.length + 1,
  })
  return rows<Selected>(
    pool(),
    `SELECT w.*, lower(w.name) AS "lowerName" FROM ${owners} WHERE ${where} AND ${position.where}
      ORDER BY ${position.orderBy} LIMIT ${limit + 1}`,
    [...values, ...position.values],
  )
}

function conditions({ active, recorded, owning, q }: OwnerFilter): { where: string; values: unknown[] } {
  const values: unknown[] = []
  const parts = ['true']
  if (active !== undefined) parts.push(`w.active = $${values.push(active)}`)
  if (recorded !== undefined) parts.push(`w.source IS ${recorded ? 'NOT ' : ''}NULL`)
  if (owning !== undefined) parts.push(`w.identities ${owning ? '>' : '='} 0`)
  if (q !== undefined) {
    const pattern = `$${values.push(likeContains(q))}`
    parts.push(`(w.name ILIKE ${pattern} OR w.contact ILIKE ${pattern})`)
  }
  return { where: parts.join(' AND '), values }
}

function pageOf(found: readonly Selected[], { sort }: OwnerFilter, limit: number, total: BoundedCount): Page<OwnerRow> {
  const cursorOf = (row: Selected) => ({ value: cursorValues[sort.key](row), id: row.id })
  const page = toPage(found, { limit, total, sort: sortText(sort), cursorOf })
  return { ...page, rows: page.rows.map(({ lowerName: _lowerName, ...row }) => row) }
}
