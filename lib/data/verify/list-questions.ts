import { type BoundedCount, countBound, type Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { allRows } from '../all-rows.ts'
import { toPage } from '../cursor.ts'
import { keyset, sortText } from '../keyset.ts'
import { parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import type { QuestionFilter } from './filter.ts'
import { questionConditions } from './question-conditions.ts'
import { type QuestionRow, questionColumns } from './question-row.ts'

/** One page, the newest first. Throws `forbidden`, `invalid-input` for a cursor of another order. */
export async function listQuestions(principal: Principal, filter: QuestionFilter): Promise<Page<QuestionRow>> {
  requireRole(principal, 'viewer')
  const [found, total] = await Promise.all([select(filter, filter.limit), count(filter)])
  return pageOf(found, filter, filter.limit, total)
}

/** Every question that matches, in the filter's order; `cursor` and `limit` are not looked at. */
export function exportQuestions(principal: Principal, filter: QuestionFilter): AsyncIterable<QuestionRow> {
  requireRole(principal, 'viewer')
  const limit = 1000
  return allRows(async (cursor) => {
    const here = { ...filter, cursor }
    return pageOf(await select(here, limit), here, limit, { count: 0, exact: false })
  })
}

async function count(filter: QuestionFilter): Promise<BoundedCount> {
  const values = parameters()
  const where = questionConditions(filter, values)
  const query = `SELECT count(*)::int AS count FROM (SELECT 1 FROM verify_question v WHERE ${where} LIMIT ${countBound + 1}) bounded`
  const [counted] = await rows<{ count: number }>(pool(), query, [...values.values])
  const found = counted?.count ?? 0
  return { count: Math.min(found, countBound), exact: found <= countBound }
}

async function select(filter: QuestionFilter, limit: number): Promise<QuestionRow[]> {
  const values = parameters()
  const where = questionConditions(filter, values)
  const position = keyset({
    sort: filter.sort,
    column: { sql: 'v.at', type: 'timestamptz', nullable: false },
    id: 'v.id',
    cursor: filter.cursor,
    firstParameter: values.values.length + 1,
  })
  return rows<{ [Key in keyof QuestionRow]: QuestionRow[Key] }>(
    pool(),
    `SELECT ${questionColumns} FROM verify_question v WHERE ${where} AND ${position.where}
      ORDER BY ${position.orderBy} LIMIT ${limit + 1}`,
    [...values.values, ...position.values],
  )
}

function pageOf(
  found: readonly QuestionRow[],
  { sort }: QuestionFilter,
  limit: number,
  total: BoundedCount,
): Page<QuestionRow> {
  const cursorOf = (row: QuestionRow) => ({ value: row.at.toISOString(), id: row.id })
  return toPage(found, { limit, total, sort: sortText(sort), cursorOf })
}
