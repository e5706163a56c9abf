import type { BoundedCount, Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { allRows } from '../all-rows.ts'
import { type Cursor, toPage } from '../cursor.ts'
import { keyset, type SortColumn, sortText } from '../keyset.ts'
import { parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { certificateConditions, planCertificates } from './certificate-conditions.ts'
import {
  type CertificateColumns,
  type CertificateRow,
  certificateRowColumns,
  certificateRowJoins,
  toCertificateRow,
} from './certificate-row.ts'
import { countCertificates } from './count-certificates.ts'
import type { CertificateFilter } from './filter.ts'
import type { TextPlan } from './text-condition.ts'

type SortKey = CertificateFilter['sort']['key']

/** Each has an index; of the subject the beginning orders, so that a cursor stays short. */
const columns: Readonly<Record<SortKey, SortColumn>> = {
  expiry: { sql: 'c.not_after', type: 'timestamptz', nullable: false },
  firstSeen: { sql: 'c.first_seen_at', type: 'timestamptz', nullable: false },
  subject: { sql: 'left(c.subject, 120)', type: 'text', nullable: false },
}

type Selected = CertificateRow & { readonly subjectOrder: string }

const cursorValues: Readonly<Record<SortKey, (row: Selected) => Cursor['value']>> = {
  expiry: (row) => row.notAfter.toISOString(),
  firstSeen: (row) => row.firstSeenAt.toISOString(),
  subject: (row) => row.subjectOrder,
}

/** One page. Throws `forbidden`, `invalid-input` for a cursor of another order. */
export async function listCertificates(
  principal: Principal,
  filter: CertificateFilter,
  now: Date = new Date(),
): Promise<Page<CertificateRow>> {
  requireRole(principal, 'viewer')
  const plan = await planCertificates(filter)
  const [found, total] = await Promise.all([
    select(filter, plan, filter.limit, now),
    countCertificates(principal, filter, now, plan),
  ])
  return pageOf(found, filter, filter.limit, total)
}

/** Every certificate that matches, in the filter's order; `cursor` and `limit` are not looked at. */
export function exportCertificates(
  principal: Principal,
  filter: CertificateFilter,
  now: Date = new Date(),
): AsyncIterable<CertificateRow> {
  requireRole(principal, 'viewer')
  const limit = 500
  return allRows(async (cursor) => {
    const here = { ...filter, cursor }
    return pageOf(await select(here, await planCertificates(here), limit, now), here, limit, { count: 0, exact: false })
  })
}

/** The page is found first, over narrow columns; what is shown of it comes after. */
async function select(filter: CertificateFilter, plan: TextPlan | null, limit: number, now: Date): Promise<Selected[]> {
  const values = parameters()
  const where = certificateConditions(filter, plan, now, values)
  const column = columns[filter.sort.key]
  const position = keyset({
    sort: filter.sort,
    column,
    id: 'c.id',
    cursor: filter.cursor,
    firstParameter: values.values.length + 1,
  })
  const found = await rows<{ [Key in keyof CertificateColumns]: CertificateColumns[Key] } & { subjectOrder: string }>(
    pool(),
    `WITH page AS MATERIALIZED (SELECT c.id FROM certificate c WHERE ${where} AND ${position.where} ORDER BY ${position.orderBy} LIMIT ${limit + 1})
     SELECT ${certificateRowColumns}, ${columns.subject.sql} AS "subjectOrder"
       FROM page JOIN certificate c ON c.id = page.id ${certificateRowJoins} ORDER BY ${position.orderBy}`,
    [...values.values, ...position.values],
  )
  return found.map(({ subjectOrder, ...row }) => ({ ...toCertificateRow(row), subjectOrder }))
}

function pageOf(
  found: readonly Selected[],
  { sort }: CertificateFilter,
  limit: number,
  total: BoundedCount,
): Page<CertificateRow> {
  const cursorOf = (row: Selected) => ({ value: cursorValues[sort.key](row), id: row.id })
  const page = toPage(found, { limit, total, sort: sortText(sort), cursorOf })
  return { ...page, rows: page.rows.map(({ subjectOrder: _, ...row }) => row) }
}
