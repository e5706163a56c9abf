import type { BoundedCount, Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { allRows } from '../all-rows.ts'
import { certificateName } from '../certificates/certificate-name.ts'
import { countMatches } from '../count-matches.ts'
import { type Cursor, toPage } from '../cursor.ts'
import { keyset, type SortColumn, sortText } from '../keyset.ts'
import { namedCondition } from '../named-condition.ts'
import { type Parameters, parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { likeContains } from '../search/like-pattern.ts'
import { servedNow, servedPlaces } from '../served-places.ts'
import { rows } from '../sql.ts'
import type { IssuedFilter, IssuedSource } from './issued-filter.ts'

/** A certificate that somebody said was issued. Text in it comes from whoever made it. */
export interface IssuedRow {
  /** Of the certificate. */
  readonly id: string
  readonly sha256: string
  readonly spkiSha256: string
  readonly name: string
  readonly issuer: string
  readonly serial: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** Who said so, each once. */
  readonly sources: readonly IssuedSource[]
  readonly recordedAt: Date
  readonly recordedBy: string
  readonly identityId: string | null
  readonly identity: string | null
  readonly environment: string | null
  readonly owner: string | null
  /** When a scan first saw it as a leaf; null: never. */
  readonly firstServedAt: Date | null
  /** Endpoints that serve it as their leaf now. */
  readonly endpoints: number
}

type SortKey = IssuedFilter['sort']['key']

const columns: Readonly<Record<SortKey, SortColumn>> = {
  recorded: { sql: 'r.recorded_at', type: 'timestamptz', nullable: false },
  expiry: { sql: 'c.not_after', type: 'timestamptz', nullable: false },
}

const cursorValues: Readonly<Record<SortKey, (row: IssuedRow) => Cursor['value']>> = {
  recorded: (row) => row.recordedAt.toISOString(),
  expiry: (row) => row.notAfter.toISOString(),
}

/** One line per certificate, whoever told of it; the identity is the first that was named. */
const tables = `(SELECT certificate_id, array_agg(source ORDER BY source) AS sources, min(recorded_at) AS recorded_at,
         (array_agg(recorded_by ORDER BY recorded_at))[1] AS recorded_by,
         (array_agg(identity_id ORDER BY recorded_at) FILTER (WHERE identity_id IS NOT NULL))[1] AS identity_id
    FROM issued_certificate GROUP BY certificate_id) r
  JOIN certificate c ON c.id = r.certificate_id
  LEFT JOIN identity i ON i.id = r.identity_id LEFT JOIN environment env ON env.id = i.environment_id`

/** One page, the newest first. Throws `forbidden`, `invalid-input` for a cursor of another order. */
export async function listIssued(principal: Principal, filter: IssuedFilter): Promise<Page<IssuedRow>> {
  requireRole(principal, 'viewer')
  const [found, total] = await Promise.all([select(filter, filter.limit), countIssued(principal, filter)])
  return pageOf(found, filter, filter.limit, total)
}

/** Every certificate that matches, in the filter's order; `cursor` and `limit` are not looked at. */
export function exportIssued(principal: Principal, filter: IssuedFilter): AsyncIterable<IssuedRow> {
  requireRole(principal, 'viewer')
  const limit = 1000
  return allRows(async (cursor) => {
    const here = { ...filter, cursor }
    return pageOf(await select(here, limit), here, limit, { count: 0, exact: false })
  })
}

/** How many match, counted up to 10,000. */
export async function countIssued(principal: Principal, filter: IssuedFilter): Promise<BoundedCount> {
  requireRole(principal, 'viewer')
  const values = parameters()
  return countMatches(`${tables} WHERE ${conditions(filter, values)}`, values)
}

function conditions(filter: IssuedFilter, values: Parameters): string {
  const flag = (condition: string, wanted: boolean) => `${wanted ? '' : 'NOT '}${condition}`
  const parts: string[] = []
  if (filter.q !== undefined) {
    const like = values.add(likeContains(filter.q))
    const hex = filter.q.replaceAll(/[:\s]/g, '').toLowerCase()
    const byHash = /^[0-9a-f]{4,64}$/.test(hex)
      ? ` OR encode(c.sha256, 'hex') LIKE ${values.add(`${hex}%`)} OR c.serial = ${values.add(hex)}`
      : ''
    parts.push(
      `(c.subject ILIKE ${like} OR c.issuer ILIKE ${like} OR EXISTS (SELECT 1 FROM certificate_name n WHERE n.certificate_id = c.id AND n.value ILIKE ${like})${byHash})`,
    )
  }
  if (filter.source) parts.push(`r.sources && ${values.add(filter.source)}::text[]`)
  if (filter.served !== undefined)
    parts.push(
      flag(
        `EXISTS (SELECT 1 FROM ${servedPlaces} WHERE p.certificate_id = c.id AND p.position = 0 AND ${servedNow})`,
        filter.served,
      ),
    )
  if (filter.seen !== undefined)
    parts.push(flag('EXISTS (SELECT 1 FROM presence p WHERE p.certificate_id = c.id AND p.position = 0)', filter.seen))
  if (filter.bound !== undefined) parts.push(`r.identity_id IS ${filter.bound ? 'NOT ' : ''}NULL`)
  if (filter.identity) parts.push(`r.identity_id = ANY (${values.add(filter.identity)}::uuid[])`)
  if (filter.environment) parts.push(namedCondition('env.name', filter.environment, values))
  if (filter.owner) parts.push(namedCondition('i.owner', filter.owner, values))
  if (filter.expiresAfter) parts.push(`c.not_after >= ${values.add(filter.expiresAfter)}::timestamptz`)
  if (filter.expiresBefore) parts.push(`c.not_after < ${values.add(filter.expiresBefore)}::timestamptz`)
  return parts.join(' AND ') || 'true'
}

async function select(filter: IssuedFilter, limit: number): Promise<IssuedRow[]> {
  const values = parameters()
  const where = conditions(filter, values)
  const position = keyset({
    sort: filter.sort,
    column: columns[filter.sort.key],
    id: 'c.id',
    cursor: filter.cursor,
    firstParameter: values.values.length + 1,
  })
  return rows<{ [Key in keyof IssuedRow]: IssuedRow[Key] }>(
    pool(),
    `SELECT c.id, encode(c.sha256, 'hex') AS sha256, encode(c.spki_sha256, 'hex') AS "spkiSha256", ${certificateName} AS name,
            c.issuer, c.serial, c.not_before AS "notBefore", c.not_after AS "notAfter", r.sources, r.recorded_at AS "recordedAt",
            r.recorded_by AS "recordedBy", r.identity_id AS "identityId", i.name AS identity, env.name AS environment, i.owner,
            (SELECT min(p.opened_at) FROM presence p WHERE p.certificate_id = c.id AND p.position = 0) AS "firstServedAt",
            (SELECT count(DISTINCT e.id)::int FROM ${servedPlaces} WHERE p.certificate_id = c.id AND p.position = 0 AND ${servedNow}) AS endpoints
       FROM ${tables} WHERE ${where} AND ${position.where} ORDER BY ${position.orderBy} LIMIT ${limit + 1}`,
    [...values.values, ...position.values],
  )
}

function pageOf(
  found: readonly IssuedRow[],
  { sort }: IssuedFilter,
  limit: number,
  total: BoundedCount,
): Page<IssuedRow> {
  const cursorOf = (row: IssuedRow) => ({ value: cursorValues[sort.key](row), id: row.id })
  return toPage(found, { limit, total, sort: sortText(sort), cursorOf })
}
