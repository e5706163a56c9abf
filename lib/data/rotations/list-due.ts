import { type RotationBasis, type RotationState, rotationState } from '#lib/checks/rotation-due.ts'
import type { RotationSign } from '#lib/checks/rotation-sign.ts'
import type { BoundedCount, Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { allRows } from '../all-rows.ts'
import { certificateName } from '../certificates/certificate-name.ts'
import { countMatches } from '../count-matches.ts'
import { type Cursor, toPage } from '../cursor.ts'
import { keyset, type SortColumn, sortText } from '../keyset.ts'
import { parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import {
  dueConditions,
  dueTables,
  endpointLabel,
  findingsOfDue,
  signChecks,
  signFindings,
  signsOf,
} from './due-conditions.ts'
import type { DueFilter } from './due-filter.ts'

/** A leaf that is served now, with when it is to be rotated: once for each identity; without one, once per endpoint. */
export interface DueRow {
  readonly id: string
  readonly state: RotationState
  readonly expectedAt: Date
  readonly dueAt: Date
  readonly missedAt: Date
  readonly basis: RotationBasis
  /** What policy says; null where it says nothing. */
  readonly intervalSeconds: number | null
  readonly sha256: string
  readonly certificateName: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly identityId: string | null
  readonly identityName: string | null
  readonly owner: string | null
  readonly environment: string | null
  /** One of the endpoints that present it, and how many there are. */
  readonly endpointId: string
  readonly endpoint: string
  readonly endpoints: number
  /** What open findings say of its rotations. */
  readonly signs: readonly RotationSign[]
}

type SortKey = DueFilter['sort']['key']

const columns: Readonly<Record<SortKey, SortColumn>> = {
  due: { sql: 'd.due_at', type: 'timestamptz', nullable: false },
  expiry: { sql: 'c.not_after', type: 'timestamptz', nullable: false },
  name: { sql: `coalesce(i.name, ${endpointLabel})`, type: 'text', nullable: false },
}

const cursorValues: Readonly<Record<SortKey, (row: DueRow) => Cursor['value']>> = {
  due: (row) => row.dueAt.toISOString(),
  expiry: (row) => row.notAfter.toISOString(),
  name: (row) => row.identityName ?? row.endpoint,
}

/** One page, what was or is due first at the head. Throws `forbidden`, `invalid-input` for a cursor of another order. */
export async function listDue(principal: Principal, filter: DueFilter, now: Date = new Date()): Promise<Page<DueRow>> {
  requireRole(principal, 'viewer')
  const [found, total] = await Promise.all([select(filter, filter.limit, now), countDue(principal, filter, now)])
  return pageOf(found, filter, filter.limit, total)
}

/** Every row that matches, in the filter's order; `cursor` and `limit` are not looked at. */
export function exportDue(principal: Principal, filter: DueFilter, now: Date = new Date()): AsyncIterable<DueRow> {
  requireRole(principal, 'viewer')
  const limit = 1000
  return allRows(async (cursor) => {
    const here = { ...filter, cursor }
    return pageOf(await select(here, limit, now), here, limit, { count: 0, exact: false })
  })
}

/** How many match, counted up to 10,000. */
export async function countDue(principal: Principal, filter: DueFilter, now: Date = new Date()): Promise<BoundedCount> {
  requireRole(principal, 'viewer')
  const values = parameters()
  return countMatches(`${dueTables} WHERE ${dueConditions(filter, now, values)}`, values)
}

/** Lives that can share one axis of time: of hours, of days, of months. */
const lives = [
  'd.life_seconds <= 2 * 86400',
  'd.life_seconds > 2 * 86400 AND d.life_seconds <= 30 * 86400',
  'd.life_seconds > 30 * 86400',
] as const

/** The first that match, of each class of lives apart, shortest lives first: at most `most` of each. */
export async function listDueByLife(
  principal: Principal,
  filter: DueFilter,
  most: number,
  now: Date = new Date(),
): Promise<readonly (readonly DueRow[])[]> {
  requireRole(principal, 'viewer')
  const first = { ...filter, cursor: undefined }
  const classes = lives.map((life) => select(first, most - 1, now, life))
  return (await Promise.all(classes)).filter((rows) => rows.length > 0)
}

type Columns = Omit<DueRow, 'state' | 'signs'> & { checkIds: string[] }

async function select(filter: DueFilter, limit: number, now: Date, also = 'true'): Promise<DueRow[]> {
  const values = parameters()
  const where = dueConditions(filter, now, values)
  const checks = values.add(signChecks)
  const position = keyset({
    sort: filter.sort,
    column: columns[filter.sort.key],
    id: 'd.id',
    cursor: filter.cursor,
    firstParameter: values.values.length + 1,
  })
  const found = await rows<{ [Key in keyof Columns]: Columns[Key] }>(
    pool(),
    `SELECT d.id, d.expected_at AS "expectedAt", d.due_at AS "dueAt", d.missed_at AS "missedAt", d.basis,
            d.interval_seconds AS "intervalSeconds", encode(c.sha256, 'hex') AS sha256, ${certificateName} AS "certificateName",
            c.not_before AS "notBefore", c.not_after AS "notAfter", i.id AS "identityId", i.name AS "identityName", i.owner,
            env.name AS environment, e.id AS "endpointId", ${endpointLabel} AS endpoint, d.endpoints,
            ARRAY(SELECT DISTINCT f.check_id FROM ${signFindings(findingsOfDue, checks)}) AS "checkIds"
       FROM ${dueTables} WHERE d.id = ANY (ARRAY(
         SELECT d.id FROM ${dueTables} WHERE ${where} AND ${also} AND ${position.where} ORDER BY ${position.orderBy} LIMIT ${limit + 1}))
      ORDER BY ${position.orderBy}`,
    [...values.values, ...position.values],
  )
  return found.map(({ checkIds, ...row }) => ({ ...row, state: rotationState(row, now), signs: signsOf(checkIds) }))
}

function pageOf(found: readonly DueRow[], { sort }: DueFilter, limit: number, total: BoundedCount): Page<DueRow> {
  const cursorOf = (row: DueRow) => ({ value: cursorValues[sort.key](row), id: row.id })
  return toPage(found, { limit, total, sort: sortText(sort), cursorOf })
}
