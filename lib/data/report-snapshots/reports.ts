import type { ReportScope, ReportSummary } from '#lib/compliance/report-snapshot.ts'
import { AppError } from '#lib/core/errors.ts'
import { countBound, type Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { type Cursor, toPage } from '../cursor.ts'
import { keyset, type SortColumn, sortText } from '../keyset.ts'
import { type Parameters, parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { likeContains } from '../search/like-pattern.ts'
import { rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'
import type { ReportFilter, ReportStatus } from './filter.ts'

/** A report and how far it is. */
export interface ReportRow {
  readonly id: string
  readonly name: string
  readonly frameworks: readonly string[]
  readonly scope: ReportScope
  readonly status: ReportStatus
  /** Rows written so far, and in all; 0 where that is not known yet. */
  readonly done: number
  readonly total: number
  readonly failure: string | null
  /** The instant that it shows; null until it is done. */
  readonly asOf: Date | null
  readonly createdBy: string
  readonly createdAt: Date
  readonly finishedAt: Date | null
}

export interface Report extends ReportRow {
  /** Null until it is done. */
  readonly summary: ReportSummary | null
  /** As it was frozen, hex; null until it is done. */
  readonly sha256: string | null
}

const columns = `r.id, r.name, r.frameworks, r.scope, r.status, r.done, r.total, r.failure, r.as_of AS "asOf",
  r.created_by AS "createdBy", r.created_at AS "createdAt", r.finished_at AS "finishedAt"`

const sortColumns: Readonly<Record<ReportFilter['sort']['key'], SortColumn>> = {
  made: { sql: 'r.created_at', type: 'timestamptz', nullable: false },
  name: { sql: 'r.name', type: 'text', nullable: false },
}

const cursorValues: Readonly<Record<ReportFilter['sort']['key'], (row: ReportRow) => Cursor['value']>> = {
  made: (row) => row.createdAt.toISOString(),
  name: (row) => row.name,
}

/** One page, without what they hold. Throws `forbidden`, `invalid-input` for a cursor of another order. */
export async function listReports(principal: Principal, filter: ReportFilter): Promise<Page<ReportRow>> {
  requireRole(principal, 'viewer')
  const { where, values } = conditions(filter)
  const { sort, cursor, limit } = filter
  const firstParameter = values.values.length + 1
  const position = keyset({ sort, column: sortColumns[sort.key], id: 'r.id', cursor, firstParameter })
  const found = await rows<{ [Key in keyof ReportRow]: ReportRow[Key] }>(
    pool(),
    `SELECT ${columns} FROM report r WHERE ${where} AND ${position.where} ORDER BY ${position.orderBy} LIMIT ${limit + 1}`,
    [...values.values, ...position.values],
  )
  const [counted] = await rows<{ count: number }>(
    pool(),
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM report r WHERE ${where} LIMIT ${countBound + 1}) bounded`,
    [...values.values],
  )
  const count = counted?.count ?? 0
  const cursorOf = (row: ReportRow) => ({ value: cursorValues[sort.key](row), id: row.id })
  const total = { count: Math.min(count, countBound), exact: count <= countBound }
  return toPage(found, { limit, total, sort: sortText(sort), cursorOf })
}

function conditions(filter: ReportFilter): { readonly where: string; readonly values: Parameters } {
  const values = parameters()
  const parts = ['true']
  if (filter.q !== undefined) parts.push(`r.name ILIKE ${values.add(likeContains(filter.q))}`)
  if (filter.status) parts.push(`r.status = ANY (${values.add(filter.status)}::run_status[])`)
  if (filter.framework) parts.push(`r.frameworks && ${values.add(filter.framework)}::text[]`)
  return { where: parts.join(' AND '), values }
}

/** With its summary as it stands in the row; whether that is what was frozen tells open-report.ts. Throws `not-found`. */
export async function getReport(principal: Principal, id: string): Promise<Report> {
  requireRole(principal, 'viewer')
  const [found] = isUuid(id)
    ? await rows<{ [Key in keyof Report]: Report[Key] }>(
        pool(),
        `SELECT ${columns}, r.summary, encode(r.sha256, 'hex') AS sha256 FROM report r WHERE r.id = $1`,
        [id],
      )
    : []
  return found ?? noSuchReport()
}

export interface EarlierReport {
  readonly id: string
  readonly name: string
  readonly asOf: Date
}

/** Done reports that show an earlier instant, the latest first; a hundred at most. */
export async function listEarlierReports(principal: Principal, asOf: Date): Promise<readonly EarlierReport[]> {
  requireRole(principal, 'viewer')
  return rows<{ [Key in keyof EarlierReport]: EarlierReport[Key] }>(
    pool(),
    `SELECT id, name, as_of AS "asOf" FROM report WHERE status = 'done' AND as_of < $1 ORDER BY as_of DESC, id DESC LIMIT 100`,
    [asOf],
  )
}

export function noSuchReport(): never {
  throw new AppError('not-found', 'There is no such report.')
}
