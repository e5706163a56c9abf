import type { BoundedCount, Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { type Cursor, toPage } from '../cursor.ts'
import { keyset, type SortColumn, sortText } from '../keyset.ts'
import { parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { likeContains } from '../search/like-pattern.ts'
import { rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'
import type { AnchorFilter } from './anchor-filter.ts'

export interface AnchorRow {
  readonly id: string
  readonly sha256: string
  readonly subject: string
  readonly notAfter: Date
  readonly keyAlgorithm: string
  readonly keyBits: number | null
  readonly signatureAlgorithm: string
  /** Distrusted by key from this day on; such a key anchors nothing. */
  readonly distrustedAt: Date | null
}

type SortKey = AnchorFilter['sort']['key']

/** As far as a cursor holds; the id decides between longer ones. */
const name = 'left(lower(c.subject), 400)'

const columns: Readonly<Record<SortKey, SortColumn>> = {
  name: { sql: name, type: 'text', nullable: false },
  expiry: { sql: 'c.not_after', type: 'timestamptz', nullable: false },
}

type FoundAnchor = AnchorRow & { readonly sortName: string }

const cursorValues: Readonly<Record<SortKey, (row: FoundAnchor) => Cursor['value']>> = {
  name: (row) => row.sortName,
  expiry: (row) => row.notAfter.toISOString(),
}

/** The anchors of one store. Throws `forbidden`, `invalid-input` for a cursor of another order. */
export async function listAnchors(
  principal: Principal,
  storeId: string,
  filter: AnchorFilter,
): Promise<Page<AnchorRow>> {
  requireRole(principal, 'viewer')
  if (!isUuid(storeId)) return { rows: [], nextCursor: null, total: { count: 0, exact: true } }
  const [found, total] = await Promise.all([select(storeId, filter), count(storeId, filter)])
  const { sort, limit } = filter
  const cursorOf = (row: FoundAnchor) => ({ value: cursorValues[sort.key](row), id: row.id })
  const page = toPage(found, { limit, total, sort: sortText(sort), cursorOf })
  return { ...page, rows: page.rows.map(({ sortName: _sortName, ...row }) => row) }
}

async function select(storeId: string, filter: AnchorFilter): Promise<FoundAnchor[]> {
  const values = parameters()
  const where = conditions(storeId, filter, values)
  const column = columns[filter.sort.key]
  const position = keyset({
    sort: filter.sort,
    column,
    id: 'c.id',
    cursor: filter.cursor,
    firstParameter: values.values.length + 1,
  })
  return rows<{ [Key in keyof FoundAnchor]: FoundAnchor[Key] }>(
    pool(),
    `SELECT c.id, encode(c.sha256, 'hex') AS sha256, c.subject, c.not_after AS "notAfter", c.key_algorithm AS "keyAlgorithm",
            c.key_bits AS "keyBits", c.signature_algorithm AS "signatureAlgorithm", ${name} AS "sortName",
            (SELECT min(d.effective_at) FROM distrust_entry d
              WHERE d.trust_store_id = a.trust_store_id AND d.spki_sha256 = c.spki_sha256) AS "distrustedAt"
       FROM trust_anchor a JOIN certificate c ON c.id = a.certificate_id
      WHERE ${where} AND ${position.where} ORDER BY ${position.orderBy} LIMIT ${filter.limit + 1}`,
    [...values.values, ...position.values],
  )
}

async function count(storeId: string, filter: AnchorFilter): Promise<BoundedCount> {
  const values = parameters()
  const where = conditions(storeId, filter, values)
  const query = `SELECT count(*)::int AS count FROM trust_anchor a JOIN certificate c ON c.id = a.certificate_id WHERE ${where}`
  const [counted] = await rows<{ count: number }>(pool(), query, [...values.values])
  return { count: counted?.count ?? 0, exact: true }
}

function conditions(storeId: string, filter: AnchorFilter, values: ReturnType<typeof parameters>): string {
  const parts = [`a.trust_store_id = ${values.add(storeId)}::uuid`]
  if (filter.q !== undefined) {
    const like = values.add(likeContains(filter.q))
    const prefix = values.add(`${filter.q.toLowerCase().replaceAll(':', '')}%`)
    parts.push(`(c.subject ILIKE ${like} OR encode(c.sha256, 'hex') LIKE ${prefix})`)
  }
  return parts.join(' AND ')
}
