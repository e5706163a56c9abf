import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { endpointConditions, endpointTables, isStale } from '../endpoints/endpoint-conditions.ts'
import { endpointFilter } from '../endpoints/filter.ts'
import { filterToQuery, parseFilter } from '../filter.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { deadAfterSeconds } from '../workers/worker-rows.ts'
import type { ReportScope } from './overview-filter.ts'

interface Counted {
  readonly count: number
  /** Of the list of endpoints: gives exactly those counted. */
  readonly query: string
}

export interface Coverage {
  /** Those that are to be scanned. The first three part them; the others are among these. */
  readonly endpoints: Counted
  readonly reachable: Counted
  readonly unreachable: Counted
  readonly neverScanned: Counted
  readonly refusedByScope: Counted
  /** Seen once, and not within three scan intervals. */
  readonly stale: Counted
  /** Bound to no identity: seen, and nothing says what they ought to prove. */
  readonly unbound: Counted
  readonly newestScanAt: Date | null
  /** The endpoint that has waited longest. */
  readonly oldestScanAt: Date | null
  /** Sites with endpoints, whoever's environment; workers that live at each. */
  readonly sites: readonly {
    readonly name: string
    readonly endpoints: number
    readonly workers: number
    readonly heartbeatAt: Date | null
  }[]
  readonly asOf: Date
}

interface CountRow {
  readonly endpoints: number
  readonly reachable: number
  readonly unreachable: number
  readonly never: number
  readonly blocked: number
  readonly stale: number
  readonly unbound: number
  readonly newest: Date | null
  readonly oldest: Date | null
}

/** What the picture rests on, and what is not in it. */
export async function coverage(principal: Principal, scope: ReportScope, now: Date): Promise<Coverage> {
  requireRole(principal, 'viewer')
  const { filter } = parseFilter(endpointFilter, { enabled: 'true' })
  const scoped = { ...filter, environment: scope.environment === undefined ? undefined : [...scope.environment] }
  const { where, values } = endpointConditions(scoped, now)
  const [[row], sites] = await Promise.all([
    rows<{ [Key in keyof CountRow]: CountRow[Key] }>(
      pool(),
      `SELECT count(*)::int AS endpoints, count(*) FILTER (WHERE e.last_scan_at IS NULL)::int AS never,
              count(*) FILTER (WHERE e.last_scan_at IS NOT NULL AND e.consecutive_failures = 0)::int AS reachable,
              count(*) FILTER (WHERE e.last_scan_at IS NOT NULL AND e.consecutive_failures > 0)::int AS unreachable,
              count(*) FILTER (WHERE e.last_outcome = 'blocked-by-scope')::int AS blocked,
              count(*) FILTER (WHERE ${isStale(values.add(now))})::int AS stale,
              count(*) FILTER (WHERE e.identity_id IS NULL)::int AS unbound,
              max(e.last_scan_at) AS newest, min(e.last_scan_at) AS oldest
         FROM ${endpointTables} WHERE ${where}`,
      [...values.values],
    ),
    listSites(),
  ])
  const counted = (count: number | undefined, change: Readonly<Record<string, unknown>>): Counted => ({
    count: count ?? 0,
    query: filterToQuery(scoped, { ...change, sort: undefined }),
  })
  return {
    endpoints: counted(row?.endpoints, {}),
    reachable: counted(row?.reachable, { reach: ['reachable'] }),
    unreachable: counted(row?.unreachable, { reach: ['unreachable'] }),
    neverScanned: counted(row?.never, { reach: ['never'] }),
    refusedByScope: counted(row?.blocked, { outcome: ['blocked-by-scope'] }),
    stale: counted(row?.stale, { reach: ['stale'] }),
    unbound: counted(row?.unbound, { bound: false }),
    newestScanAt: row?.newest ?? null,
    oldestScanAt: row?.oldest ?? null,
    sites,
    asOf: now,
  }
}

const mostSites = 20

/** Sites that nobody scans for come first. */
function listSites(): Promise<{ name: string; endpoints: number; workers: number; heartbeatAt: Date | null }[]> {
  return rows(
    pool(),
    `SELECT s.name, e.endpoints, COALESCE(w.workers, 0)::int AS workers, w.beat AS "heartbeatAt"
       FROM (SELECT site_id, count(*)::int AS endpoints FROM endpoint WHERE enabled GROUP BY 1) e
       JOIN site s ON s.id = e.site_id
       LEFT JOIN LATERAL (
         SELECT count(*) FILTER (WHERE stopped_at IS NULL AND heartbeat_at > now() - make_interval(secs => $1)) AS workers, max(heartbeat_at) AS beat
           FROM worker WHERE site_id = s.id) w ON true
      ORDER BY COALESCE(w.workers, 0) > 0, s.name LIMIT ${mostSites}`,
    [deadAfterSeconds],
  )
}
