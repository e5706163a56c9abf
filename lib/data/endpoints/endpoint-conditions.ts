import { namedCondition } from '../named-condition.ts'
import { type Parameters, parameters } from '../parameters.ts'
import { placesInCluster } from '../reuse/in-cluster.ts'
import { likeContains } from '../search/like-pattern.ts'
import type { EndpointConditions, reachStates } from './filter.ts'

/** The tables that the conditions speak of; `e` is the endpoint. */
export const endpointTables = `endpoint e
  JOIN site ON site.id = e.site_id
  LEFT JOIN identity i ON i.id = e.identity_id
  LEFT JOIN environment env ON env.id = i.environment_id`

/** Seconds between scans as the policy has them (policy.ts: the identity's, else the environment's, else a day). */
export const scanIntervalSeconds = `COALESCE((i.policy ->> 'scanIntervalSeconds')::float8, (env.policy ->> 'scanIntervalSeconds')::float8, 86400)`

/** Seen once, and not within the window that facts vouch for (lib/checks/freshness.ts). */
export function isStale(now: string): string {
  return `(e.last_seen_at IS NOT NULL AND e.last_seen_at <= ${now}::timestamptz - make_interval(secs => 3 * ${scanIntervalSeconds} + 3600))`
}

/** What a filter means in SQL, over `endpointTables`. Lists, counts, exports and bulk actions all ask here. */
export function endpointConditions(filter: EndpointConditions, now: Date, values: Parameters = parameters()) {
  const any = (column: string, wanted: readonly string[] | undefined, type: string) =>
    wanted === undefined ? [] : [`${column} = ANY (${values.add(wanted)}::${type}[])`]
  const flag = (condition: string, wanted: boolean | undefined) =>
    wanted === undefined ? [] : [wanted ? condition : `NOT (${condition})`]
  const parts = [
    ...(filter.q === undefined ? [] : [textCondition(filter.q, values)]),
    ...(filter.reach === undefined ? [] : [reachCondition(filter.reach, now, values)]),
    ...any('e.last_outcome', filter.outcome, 'text'),
    ...any('e.transport', filter.transport, 'text'),
    ...any('e.protocol', filter.protocol, 'text'),
    ...any('e.mtls', filter.mtls, 'text'),
    ...any('e.identity_id', filter.identity, 'uuid'),
    ...flag('e.identity_id IS NOT NULL', filter.bound),
    ...any('e.bound_by', filter.binding, 'binding_origin'),
    ...(filter.environment === undefined ? [] : [namedCondition('env.name', filter.environment, values)]),
    ...(filter.owner === undefined ? [] : [namedCondition('i.owner', filter.owner, values)]),
    ...any('e.site_id', filter.site, 'uuid'),
    ...(filter.tag === undefined ? [] : [`e.tags && ${values.add(filter.tag)}::text[]`]),
    ...flag('e.enabled', filter.enabled),
    ...any('e.worst_severity', filter.severity, 'severity'),
    ...(filter.expiresBefore === undefined
      ? []
      : [`e.next_expiry_at < ${values.add(filter.expiresBefore)}::timestamptz`]),
    ...(filter.createdAfter === undefined ? [] : [`e.created_at >= ${values.add(filter.createdAfter)}::timestamptz`]),
    ...(filter.cluster === undefined
      ? []
      : [`e.id IN (SELECT pl.endpoint_id FROM (${placesInCluster(filter.cluster, values.add)}) pl)`]),
    ...(filter.inScan === undefined ? [] : [memberOf('scan_target', 'scan_id', filter.inScan, values)]),
    ...(filter.inRun === undefined ? [] : [memberOf('discovery_result', 'run_id', filter.inRun, values)]),
  ]
  return { where: parts.length === 0 ? 'true' : parts.join(' AND '), values }
}

function textCondition(text: string, values: Parameters): string {
  const pattern = values.add(likeContains(text))
  return `(e.host ILIKE ${pattern} OR e.server_name ILIKE ${pattern} OR i.name ILIKE ${pattern})`
}

function reachCondition(reach: readonly (typeof reachStates)[number][], now: Date, values: Parameters): string {
  const conditions = reach.map((state) => {
    if (state === 'never') return 'e.last_scan_at IS NULL'
    if (state === 'reachable') return '(e.last_scan_at IS NOT NULL AND e.consecutive_failures = 0)'
    if (state === 'unreachable') return '(e.last_scan_at IS NOT NULL AND e.consecutive_failures > 0)'
    return isStale(values.add(now))
  })
  return `(${conditions.join(' OR ')})`
}

function memberOf(table: string, column: string, ids: readonly string[], values: Parameters): string {
  return `EXISTS (SELECT 1 FROM ${table} m WHERE m.endpoint_id = e.id AND m.${column} = ANY (${values.add(ids)}::uuid[]))`
}
