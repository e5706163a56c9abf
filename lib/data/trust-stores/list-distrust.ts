import type { BoundedCount, Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { type Cursor, toPage } from '../cursor.ts'
import { keyset, type SortColumn, sortText } from '../keyset.ts'
import { type Parameters, parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { likeContains } from '../search/like-pattern.ts'
import { rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'
import type { DistrustFilter } from './distrust-filter.ts'

export interface DistrustRow {
  readonly id: string
  readonly spkiSha256: string
  readonly subject: string | null
  readonly effectiveAt: Date
  readonly source: string
  readonly reason: string
  /** Null for an entry that was made by hand. */
  readonly advisory: { readonly id: string; readonly title: string } | null
  /** Anchors of the store that carry the key. */
  readonly anchors: number
  /** Certificates on record that carry it. */
  readonly certificates: number
}

type SortKey = DistrustFilter['sort']['key']

/** As far as a cursor holds. */
const name = `left(lower(COALESCE(d.subject, '')), 400)`

const columns: Readonly<Record<SortKey, SortColumn>> = {
  effective: { sql: 'd.effective_at', type: 'timestamptz', nullable: false },
  name: { sql: name, type: 'text', nullable: false },
}

type Found = DistrustRow & { readonly sortName: string }

const cursorValues: Readonly<Record<SortKey, (row: Found) => Cursor['value']>> = {
  effective: (row) => row.effectiveAt.toISOString(),
  name: (row) => row.sortName,
}

/** The distrust entries of one store. Throws `forbidden`, `invalid-input` for a cursor of another order. */
export async function listDistrust(
  principal: Principal,
  storeId: string,
  filter: DistrustFilter,
): Promise<Page<DistrustRow>> {
  requireRole(principal, 'viewer')
  if (!isUuid(storeId)) return { rows: [], nextCursor: null, total: { count: 0, exact: true } }
  const [found, total] = await Promise.all([select(storeId, filter), count(storeId, filter)])
  const { sort, limit } = filter
  const cursorOf = (row: Found) => ({ value: cursorValues[sort.key](row), id: row.id })
  const page = toPage(found, { limit, total, sort: sortText(sort), cursorOf })
  return { ...page, rows: page.rows.map(({ sortName: _sortName, ...row }) => row) }
}

async function select(storeId: string, filter: DistrustFilter): Promise<Found[]> {
  const values = parameters()
  const where = conditions(storeId, filter, values)
  const position = keyset({
    sort: filter.sort,
    column: columns[filter.sort.key],
    id: 'd.id',
    cursor: filter.cursor,
    firstParameter: values.values.length + 1,
  })
  return rows<{ [Key in keyof Found]: Found[Key] }>(
    pool(),
    `SELECT d.id, encode(d.spki_sha256, 'hex') AS "spkiSha256", d.subject, d.effective_at AS "effectiveAt", d.source, d.reason,
            CASE WHEN v.id IS NOT NULL THEN jsonb_build_object('id', v.id, 'title', v.title) END AS advisory, ${name} AS "sortName",
            (SELECT count(*)::int FROM trust_anchor a JOIN certificate c ON c.id = a.certificate_id
              WHERE a.trust_store_id = d.trust_store_id AND c.spki_sha256 = d.spki_sha256) AS anchors,
            (SELECT count(*)::int FROM certificate c WHERE c.spki_sha256 = d.spki_sha256) AS certificates
       FROM distrust_entry d LEFT JOIN advisory v ON v.id = d.advisory_id
      WHERE ${where} AND ${position.where} ORDER BY ${position.orderBy} LIMIT ${filter.limit + 1}`,
    [...values.values, ...position.values],
  )
}

async function count(storeId: string, filter: DistrustFilter): Promise<BoundedCount> {
  const values = parameters()
  const query = `SELECT count(*)::int AS count FROM distrust_entry d WHERE ${conditions(storeId, filter, values)}`
  const [counted] = await rows<{ count: number }>(pool(), query, [...values.values])
  return { count: counted?.count ?? 0, exact: true }
}

function conditions(storeId: string, filter: DistrustFilter, values: Parameters): string {
  const parts = [`d.trust_store_id = ${values.add(storeId)}::uuid`]
  if (filter.q !== undefined) {
    const like = values.add(likeContains(filter.q))
    const prefix = values.add(`${filter.q.toLowerCase().replaceAll(':', '')}%`)
    parts.push(
      `(d.subject ILIKE ${like} OR d.source ILIKE ${like} OR d.reason ILIKE ${like} OR encode(d.spki_sha256, 'hex') LIKE ${prefix})`,
    )
  }
  return parts.join(' AND ')
}
