import type { BoundedCount, Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { allRows } from '../all-rows.ts'
import { countMatches } from '../count-matches.ts'
import { toPage } from '../cursor.ts'
import { keyset, sortText } from '../keyset.ts'
import { type Parameters, parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { likeContains } from '../search/like-pattern.ts'
import { servedNow, servedPlaces } from '../served-places.ts'
import { rows } from '../sql.ts'
import type { ExposureFilter } from './exposure-filter.ts'

/** A private key that was met where none ought to be: its hash and the place; the key is gone. */
export interface ExposureRow {
  readonly id: string
  readonly spkiSha256: string
  readonly location: string
  readonly foundAt: Date
  readonly foundBy: string
  /** Certificates on record with the key. */
  readonly certificates: number
  /** Endpoints that serve a leaf with it now. */
  readonly endpoints: number
}

const servedWithKey = `SELECT e.id FROM ${servedPlaces} JOIN certificate c ON c.id = p.certificate_id
  WHERE c.spki_sha256 = x.spki_sha256 AND p.position = 0 AND ${servedNow}`
const certificatesWithKey = 'SELECT c.id FROM certificate c WHERE c.spki_sha256 = x.spki_sha256'

/** One page, the newest first. Throws `forbidden`, `invalid-input` for a cursor of another order. */
export async function listExposures(principal: Principal, filter: ExposureFilter): Promise<Page<ExposureRow>> {
  requireRole(principal, 'viewer')
  const [found, total] = await Promise.all([select(filter, filter.limit), countExposures(principal, filter)])
  return pageOf(found, filter, filter.limit, total)
}

/** Every one that matches; `cursor` and `limit` are not looked at. */
export function exportExposures(principal: Principal, filter: ExposureFilter): AsyncIterable<ExposureRow> {
  requireRole(principal, 'viewer')
  const limit = 1000
  return allRows(async (cursor) => {
    const here = { ...filter, cursor }
    return pageOf(await select(here, limit), here, limit, { count: 0, exact: false })
  })
}

/** How many match, counted up to 10,000. */
export async function countExposures(principal: Principal, filter: ExposureFilter): Promise<BoundedCount> {
  requireRole(principal, 'viewer')
  const values = parameters()
  return countMatches(`key_exposure x WHERE ${conditions(filter, values)}`, values)
}

function conditions(filter: ExposureFilter, values: Parameters): string {
  const flag = (query: string, wanted: boolean) => `${wanted ? '' : 'NOT '}EXISTS (${query})`
  const parts: string[] = []
  if (filter.q !== undefined) {
    const like = values.add(likeContains(filter.q))
    const hash = values.add(`${filter.q.toLowerCase().replaceAll(/[^0-9a-f]/g, 'x')}%`)
    parts.push(`(x.location ILIKE ${like} OR x.found_by ILIKE ${like} OR encode(x.spki_sha256, 'hex') LIKE ${hash})`)
  }
  if (filter.known !== undefined) parts.push(flag(certificatesWithKey, filter.known))
  if (filter.served !== undefined) parts.push(flag(servedWithKey, filter.served))
  return parts.join(' AND ') || 'true'
}

async function select(filter: ExposureFilter, limit: number): Promise<ExposureRow[]> {
  const values = parameters()
  const where = conditions(filter, values)
  const position = keyset({
    sort: filter.sort,
    column: { sql: 'x.found_at', type: 'timestamptz', nullable: false },
    id: 'x.id',
    cursor: filter.cursor,
    firstParameter: values.values.length + 1,
  })
  return rows<{ [Key in keyof ExposureRow]: ExposureRow[Key] }>(
    pool(),
    `SELECT x.id, encode(x.spki_sha256, 'hex') AS "spkiSha256", x.location, x.found_at AS "foundAt", x.found_by AS "foundBy",
            (SELECT count(*)::int FROM (${certificatesWithKey}) all_of) AS certificates,
            (SELECT count(DISTINCT id)::int FROM (${servedWithKey}) all_of) AS endpoints
       FROM key_exposure x WHERE ${where} AND ${position.where} ORDER BY ${position.orderBy} LIMIT ${limit + 1}`,
    [...values.values, ...position.values],
  )
}

function pageOf(
  found: readonly ExposureRow[],
  { sort }: ExposureFilter,
  limit: number,
  total: BoundedCount,
): Page<ExposureRow> {
  const cursorOf = (row: ExposureRow) => ({ value: row.foundAt.toISOString(), id: row.id })
  return toPage(found, { limit, total, sort: sortText(sort), cursorOf })
}
