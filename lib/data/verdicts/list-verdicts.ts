import { findCheck } from '#lib/checks/catalogue/index.ts'
import { type BoundedCount, countBound, type Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { toPage } from '../cursor.ts'
import { keyset, sortText } from '../keyset.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import type { VerdictFilter, verdictOutcomes } from './filter.ts'
import { verdictConditions, verdictTables } from './verdict-conditions.ts'

/** The newest judgement of one check on one endpoint or identity. */
export interface VerdictRow {
  readonly id: string
  readonly checkId: string
  readonly title: string
  readonly outcome: (typeof verdictOutcomes)[number]
  readonly reason: string | null
  readonly subjectKind: 'endpoint' | 'identity'
  readonly subjectId: string
  /** `host:port` or the identity's name. */
  readonly subjectName: string
  readonly environment: string | null
  /** Since when the outcome has stood. */
  readonly since: Date
}

/** Verdicts have no id of their own: what they are of makes one. */
const idColumn = `md5(v.subject_kind::text || v.subject_id::text || v.check_id)::uuid`

/** One page. Throws `forbidden`, `invalid-input` for a cursor of another order. */
export async function listVerdicts(principal: Principal, filter: VerdictFilter): Promise<Page<VerdictRow>> {
  requireRole(principal, 'viewer')
  const { where, values } = verdictConditions(filter)
  const column = { sql: 'v.since', type: 'timestamptz', nullable: false } as const
  const position = keyset({
    sort: filter.sort,
    column,
    id: idColumn,
    cursor: filter.cursor,
    firstParameter: values.length + 1,
  })
  const [found, total] = await Promise.all([
    rows<Omit<{ [Key in keyof VerdictRow]: VerdictRow[Key] }, 'title'>>(
      pool(),
      `SELECT ${idColumn} AS id, v.check_id AS "checkId", replace(v.outcome::text, '_', '-') AS outcome, v.reason,
              v.subject_kind AS "subjectKind", v.subject_id AS "subjectId",
              CASE WHEN v.subject_kind = 'endpoint' THEN e.host || ':' || e.port ELSE i.name END AS "subjectName",
              env.name AS environment, v.since
         FROM ${verdictTables} WHERE ${where} AND ${position.where} ORDER BY ${position.orderBy} LIMIT ${filter.limit + 1}`,
      [...values, ...position.values],
    ),
    count(where, values),
  ])
  const titled = found.map((row): VerdictRow => ({ ...row, title: findCheck(row.checkId)?.title ?? row.checkId }))
  const cursorOf = (row: VerdictRow) => ({ value: row.since.toISOString(), id: row.id })
  return toPage(titled, { limit: filter.limit, total, sort: sortText(filter.sort), cursorOf })
}

async function count(where: string, values: readonly unknown[]): Promise<BoundedCount> {
  const [counted] = await rows<{ count: number }>(
    pool(),
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${verdictTables} WHERE ${where} LIMIT ${countBound + 1}) bounded`,
    [...values],
  )
  const found = counted?.count ?? 0
  return { count: Math.min(found, countBound), exact: found <= countBound }
}
