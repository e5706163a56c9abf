import type { ReuseKind } from '#lib/checks/reuse-kind.ts'
import { type BoundedCount, countBound, type Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { allRows } from '../all-rows.ts'
import { boundedCount } from '../count-matches.ts'
import { type Cursor, toPage } from '../cursor.ts'
import { everyChoice } from '../filter-field.ts'
import { keyset, type SortColumn, sortText } from '../keyset.ts'
import { type Parameters, parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { likeContains } from '../search/like-pattern.ts'
import { rows } from '../sql.ts'
import type { ClusterSubject } from './cluster.ts'
import {
  type ClusterColumns,
  type ClusterRow,
  clusterColumns,
  clusterExpiry,
  clusterTitle,
  toClusterRow,
} from './cluster-row.ts'
import { withClusters } from './cluster-rows.ts'
import { clusterSubjects, type ReuseFilter } from './filter.ts'

type SortKey = ReuseFilter['sort']['key']
type Narrowing = Omit<ReuseFilter, 'sort' | 'cursor' | 'limit'>

const columns: Readonly<Record<SortKey, SortColumn>> = {
  severity: { sql: 'severity', type: 'severity', nullable: true },
  endpoints: { sql: 'endpoints', type: 'bigint', nullable: false },
  identities: { sql: 'identities', type: 'bigint', nullable: false },
  expiry: { sql: clusterExpiry, type: 'timestamptz', nullable: true },
}

const cursorValues: Readonly<Record<SortKey, (row: ClusterColumns) => Cursor['value']>> = {
  severity: (row) => row.severity,
  endpoints: (row) => row.endpoints,
  identities: (row) => row.identities,
  expiry: (row) => row.expiresAt?.toISOString() ?? null,
}

/** One page, the worst first. Throws `forbidden`, `invalid-input` for a cursor of another order. */
export async function listClusters(
  principal: Principal,
  filter: ReuseFilter,
  now: Date = new Date(),
): Promise<Page<ClusterRow>> {
  requireRole(principal, 'viewer')
  const found = await select(filter, filter.limit, now)
  // Beyond the last page no row tells how many there are.
  const total = found[0] === undefined ? await countClusters(principal, filter, now) : boundedCount(found[0].total)
  return pageOf(found, filter, filter.limit, total)
}

/** Every cluster that matches, in the filter's order; `cursor` and `limit` are not looked at. */
export function exportClusters(
  principal: Principal,
  filter: ReuseFilter,
  now: Date = new Date(),
): AsyncIterable<ClusterRow> {
  requireRole(principal, 'viewer')
  const limit = 5000
  return allRows(async (cursor) => {
    const here = { ...filter, cursor }
    return pageOf(await select(here, limit, now), here, limit, { count: 0, exact: false })
  })
}

/** How many match, counted up to 10,000. */
export async function countClusters(
  principal: Principal,
  filter: Narrowing,
  now: Date = new Date(),
): Promise<BoundedCount> {
  requireRole(principal, 'viewer')
  const values = parameters()
  const clusters = withClusters(subjectsOf(filter), values, now)
  const [counted] = await rows<{ count: number }>(
    pool(),
    `${clusters} SELECT count(*)::int AS count FROM (SELECT 1 FROM clusters WHERE ${conditions(filter, values)} LIMIT ${countBound + 1}) bounded`,
    [...values.values],
  )
  return boundedCount(counted?.count ?? 0)
}

/** How many match of each kind, whatever kinds the filter itself chooses: for the menu of kinds. */
export async function countClustersByKind(
  principal: Principal,
  filter: Narrowing,
  now: Date = new Date(),
): Promise<ReadonlyMap<ReuseKind, number>> {
  requireRole(principal, 'viewer')
  const values = parameters()
  const { kind: _, ...rest } = filter
  const clusters = withClusters(subjectsOf(rest), values, now)
  const found = await rows<{ kind: ReuseKind; count: number }>(
    pool(),
    `${clusters} SELECT kind, count(*)::int AS count FROM clusters CROSS JOIN LATERAL unnest(kinds) kind
      WHERE ${conditions(rest, values)} GROUP BY kind`,
    [...values.values],
  )
  return new Map(found.map(({ kind, count }) => [kind, count]))
}

/** A kind says what it is of: the rest need not be looked for. */
const subjectOfKind: Partial<Record<ReuseKind, ClusterSubject>> = {
  'nonproduction-ca': 'ca',
  'client-cas': 'client-ca',
}

function subjectsOf({ kind, subject }: Pick<Narrowing, 'kind' | 'subject'>): readonly ClusterSubject[] {
  const ofKinds = kind === undefined ? clusterSubjects : kind.map((one) => subjectOfKind[one] ?? 'key')
  const both = clusterSubjects.filter((one) => ofKinds.includes(one) && (subject ?? clusterSubjects).includes(one))
  // None of both: whichever is asked, the conditions leave nothing of it.
  return both.length === 0 ? (subject ?? ['key']) : both
}

function conditions(filter: Narrowing, values: Parameters): string {
  const { verdict } = filter
  const overlaps = (column: string, wanted: readonly string[]) => `${column} && ${values.add(wanted)}::text[]`
  const used = (column: string, by: readonly string[]) =>
    `(subject, hash) IN (SELECT pl.subject, pl.hash FROM place pl WHERE pl.${column} = ANY (${values.add(by)}::uuid[]))`
  const parts: string[] = []
  if (filter.q !== undefined) {
    const hash = filter.q.replace(/[:\s]/g, '').toLowerCase()
    const byHash = /^[0-9a-f]{4,64}$/.test(hash) ? ` OR encode(hash, 'hex') LIKE ${values.add(`${hash}%`)}` : ''
    parts.push(`(${clusterTitle} ILIKE ${values.add(likeContains(filter.q))}${byHash})`)
  }
  if (filter.kind) parts.push(overlaps('kinds', filter.kind))
  if (filter.subject) parts.push(`subject = ANY (${values.add(filter.subject)}::text[])`)
  if (!verdict.some((one) => one === everyChoice)) parts.push(`verdict = ANY (${values.add(verdict)}::text[])`)
  if (filter.environment) parts.push(overlaps('environments', filter.environment))
  if (filter.owner) parts.push(overlaps('owners', filter.owner))
  if (filter.identity) parts.push(used('identity_id', filter.identity))
  if (filter.endpoint) parts.push(used('endpoint_id', filter.endpoint))
  if (filter.severity) parts.push(`severity = ANY (${values.add(filter.severity)}::severity[])`)
  return parts.join(' AND ') || 'true'
}

/** With the number of all that match: it costs nothing beside the clusters themselves. */
type Selected = ClusterColumns & { readonly total: number }

async function select(filter: ReuseFilter, limit: number, now: Date): Promise<Selected[]> {
  const values = parameters()
  const clusters = withClusters(subjectsOf(filter), values, now)
  const where = conditions(filter, values)
  const position = keyset({
    sort: filter.sort,
    column: columns[filter.sort.key],
    id: 'id',
    cursor: filter.cursor,
    firstParameter: values.values.length + 1,
  })
  return rows<{ [Key in keyof Selected]: Selected[Key] }>(
    pool(),
    `${clusters} SELECT ${clusterColumns}, (SELECT count(*)::int FROM clusters WHERE ${where}) AS total FROM clusters WHERE ${where} AND ${position.where} ORDER BY ${position.orderBy} LIMIT ${limit + 1}`,
    [...values.values, ...position.values],
  )
}

function pageOf(
  found: readonly Selected[],
  { sort }: ReuseFilter,
  limit: number,
  total: BoundedCount,
): Page<ClusterRow> {
  const cursorOf = (row: Selected) => ({ value: cursorValues[sort.key](row), id: row.order })
  const page = toPage(found, { limit, total, sort: sortText(sort), cursorOf })
  return { ...page, rows: page.rows.map(({ total: _, ...row }) => toClusterRow(row)) }
}
