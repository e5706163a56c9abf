import { type BoundedCount, countBound, type Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { toPage } from '../cursor.ts'
import { keyset, type SortColumn, sortText } from '../keyset.ts'
import { type Parameters, parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import type { EvidenceKind } from './evidence-kind.ts'
import type { SourceFilter } from './source-filter.ts'

/** What certificates point at, and how its fetches go. */
export interface RevocationSource {
  readonly id: string
  readonly kind: EvidenceKind
  /** Attacker-controlled text. */
  readonly url: string
  readonly siteId: string
  readonly siteName: string
  /** When it last gave something; null: never. */
  readonly fetchedAt: Date | null
  readonly nextFetchAt: Date
  /** When what is on record ceases to count; null where it promises nothing. */
  readonly expiresAt: Date | null
  readonly bytes: number | null
  /** How the last try ended where it gave nothing. */
  readonly failure: string | null
  readonly failures: number
}

const sortColumns: Readonly<Record<SourceFilter['sort']['key'], SortColumn>> = {
  nextFetch: { sql: `date_trunc('milliseconds', d.next_fetch_at)`, type: 'timestamptz', nullable: false },
  failures: { sql: 'd.failures', type: 'bigint', nullable: false },
  url: { sql: 'left(d.url, 300)', type: 'text', nullable: false },
}

/** One page. Throws `invalid-input` for a cursor of another order. */
export async function listRevocationSources(
  principal: Principal,
  filter: SourceFilter,
): Promise<Page<RevocationSource>> {
  requireRole(principal, 'viewer')
  const [found, total] = await Promise.all([select(filter), count(filter)])
  const { sort, limit } = filter
  return toPage(found, {
    limit,
    total,
    sort: sortText(sort),
    cursorOf: (row) => ({ value: positionOf(row, sort.key), id: row.id }),
  })
}

function positionOf({ nextFetchAt, failures, url }: RevocationSource, key: SourceFilter['sort']['key']) {
  if (key === 'nextFetch') return nextFetchAt.toISOString()
  return key === 'failures' ? failures : url.slice(0, 300)
}

async function select(filter: SourceFilter): Promise<RevocationSource[]> {
  const values = parameters()
  const where = conditions(filter, values)
  const { sort, cursor } = filter
  const firstParameter = values.values.length + 1
  const place = keyset({ sort, column: sortColumns[sort.key], id: 'd.id', cursor, firstParameter })
  return rows<{ [Key in keyof RevocationSource]: RevocationSource[Key] }>(
    pool(),
    `SELECT d.id, d.kind, d.url, d.site_id AS "siteId", s.name AS "siteName", d.fetched_at AS "fetchedAt",
            d.next_fetch_at AS "nextFetchAt", d.expires_at AS "expiresAt", octet_length(d.content) AS bytes, d.failure, d.failures
       FROM fetched_document d JOIN site s ON s.id = d.site_id
      WHERE ${where} AND ${place.where} ORDER BY ${place.orderBy} LIMIT ${filter.limit + 1}`,
    [...values.values, ...place.values],
  )
}

async function count(filter: SourceFilter): Promise<BoundedCount> {
  const values = parameters()
  const where = conditions(filter, values)
  const [counted] = await rows<{ count: number }>(
    pool(),
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM fetched_document d WHERE ${where} LIMIT ${countBound + 1}) bounded`,
    [...values.values],
  )
  const found = counted?.count ?? 0
  return { count: Math.min(found, countBound), exact: found <= countBound }
}

const states = {
  failing: 'd.failure IS NOT NULL',
  waiting: 'd.failure IS NULL AND d.fetched_at IS NULL',
  fetched: 'd.failure IS NULL AND d.fetched_at IS NOT NULL',
} as const

function conditions({ q, site, kind, state }: SourceFilter, values: Parameters): string {
  return [
    'true',
    ...(q === undefined ? [] : [`position(lower(${values.add(q)}) IN lower(d.url)) > 0`]),
    ...(site === undefined ? [] : [`d.site_id = ANY (${values.add(site)}::uuid[])`]),
    ...(kind === undefined ? [] : [`d.kind = ANY (${values.add(kind)}::text[])`]),
    ...(state === undefined ? [] : [`(${state.map((one) => states[one]).join(' OR ')})`]),
  ].join(' AND ')
}
