import { type BoundedCount, countBound, type Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { type Cursor, toPage } from '../cursor.ts'
import { keyset, type SortColumn, sortText } from '../keyset.ts'
import { requireRole } from '../require-role.ts'
import { type Db, rows } from '../sql.ts'
import {
  type EvidenceColumns,
  type EvidenceRow,
  evidenceColumns,
  evidenceId,
  evidenceTables,
  toEvidenceRow,
} from './evidence-row.ts'
import { type ComplianceScope, type EvidenceFilter, evidenceFilter } from './filter.ts'
import { verdictConditions, verdictTables } from './verdict-conditions.ts'

type SortKey = EvidenceFilter['sort']['key']

const columns: Readonly<Record<SortKey, SortColumn>> = {
  severity: { sql: 'v.severity', type: 'severity', nullable: true },
  since: { sql: 'v.since', type: 'timestamptz', nullable: false },
}

const cursorValues: Readonly<Record<SortKey, (row: EvidenceRow) => Cursor['value']>> = {
  severity: (row) => row.severity,
  since: (row) => row.since.toISOString(),
}

/** One page of the verdicts that these checks gave. Throws `forbidden`, `invalid-input` for a cursor of another order. */
export async function listEvidence(
  principal: Principal,
  checkIds: readonly string[],
  filter: EvidenceFilter,
): Promise<Page<EvidenceRow>> {
  requireRole(principal, 'viewer')
  const [found, total] = await Promise.all([
    select(pool(), checkIds, filter),
    countEvidence(principal, checkIds, filter),
  ])
  const cursorOf = (row: EvidenceRow) => ({ value: cursorValues[filter.sort.key](row), id: row.id })
  return toPage(found, { limit: filter.limit, total, sort: sortText(filter.sort), cursorOf })
}

async function countEvidence(
  principal: Principal,
  checkIds: readonly string[],
  filter: Omit<EvidenceFilter, 'sort' | 'cursor' | 'limit'>,
): Promise<BoundedCount> {
  requireRole(principal, 'viewer')
  const { where, values } = verdictConditions(checkIds, filter)
  const [counted] = await rows<{ count: number }>(
    pool(),
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${verdictTables} WHERE ${where} LIMIT ${countBound + 1}) bounded`,
    [...values.values],
  )
  const count = counted?.count ?? 0
  return { count: Math.min(count, countBound), exact: count <= countBound }
}

/** The failing verdicts of a printed report, worst first, `limit` of them at most. */
export function listFailures(
  db: Db,
  checkIds: readonly string[],
  scope: ComplianceScope,
  limit: number,
): Promise<EvidenceRow[]> {
  const filter = { ...evidenceFilter.parse({}), ...scope, outcome: ['fail' as const], limit: limit - 1 }
  return select(db, checkIds, filter)
}

/** One row more than the filter's limit: its place is found first, so that only what is shown is joined to its evidence. */
async function select(db: Db, checkIds: readonly string[], filter: EvidenceFilter): Promise<EvidenceRow[]> {
  const places: Place[] = []
  // What has no severity comes last in both directions, and is most of all verdicts: it is sorted only where it shows.
  const parts = filter.sort.key === 'severity' ? ['v.severity IS NOT NULL', 'v.severity IS NULL'] : ['true']
  for (const part of parts) {
    const room = filter.limit + 1 - places.length
    if (room > 0) places.push(...(await findPlaces(db, checkIds, filter, part, room)))
  }
  const found = await rows<{ [Key in keyof EvidenceColumns]: EvidenceColumns[Key] }>(
    db,
    `SELECT ${evidenceColumns} FROM ${evidenceTables}
      WHERE v.check_id = ANY ($1::text[]) AND v.subject_kind = ANY ($2::subject_kind[]) AND v.subject_id = ANY ($3::uuid[])
        AND (v.check_id, v.subject_kind, v.subject_id) IN (SELECT * FROM unnest($1::text[], $2::subject_kind[], $3::uuid[]))`,
    [
      places.map(({ checkId }) => checkId),
      places.map(({ subjectKind }) => subjectKind),
      places.map(({ subjectId }) => subjectId),
    ],
  )
  const byId = new Map(found.map((row) => [row.id, toEvidenceRow(row)]))
  return places.flatMap(({ id }) => byId.get(id) ?? [])
}

interface Place {
  readonly id: string
  readonly checkId: string
  readonly subjectKind: string
  readonly subjectId: string
}

function findPlaces(
  db: Db,
  checkIds: readonly string[],
  filter: EvidenceFilter,
  part: string,
  limit: number,
): Promise<Place[]> {
  const { where, values } = verdictConditions(checkIds, filter)
  const position = keyset({
    sort: filter.sort,
    column: columns[filter.sort.key],
    id: evidenceId,
    cursor: filter.cursor,
    firstParameter: values.values.length + 1,
  })
  return rows<{ [Key in keyof Place]: Place[Key] }>(
    db,
    `SELECT ${evidenceId} AS id, v.check_id AS "checkId", v.subject_kind AS "subjectKind", v.subject_id AS "subjectId"
       FROM ${verdictTables} WHERE ${part} AND ${where} AND ${position.where} ORDER BY ${position.orderBy} LIMIT ${limit}`,
    [...values.values, ...position.values],
  )
}
