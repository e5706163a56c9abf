import { catalogue } from '#lib/checks/catalogue/index.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import type { Severity } from '#lib/core/severity.ts'
import { pool } from '#lib/db/client.ts'
import { endpointLabel } from '../endpoints/endpoint-label.ts'
import { parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { type ClusterRef, clusterName } from './cluster.ts'
import { type ClusterColumns, type ClusterRow, clusterColumns, toClusterRow } from './cluster-row.ts'
import { placeTables, withClusters } from './cluster-rows.ts'
import { type ClusterCertificate, listClusterCertificates } from './list-cluster-certificates.ts'
import { reuseChecks } from './reuse-checks.ts'

/** What the name of a CA is to an endpoint that takes clients from it. */
export type AuthorityGrade = 'public' | 'other-environment' | 'expired' | 'stranger' | 'own'

/** An endpoint of a cluster. */
export interface ClusterPlace {
  readonly endpointId: string
  /** `host:port`, with the server name where it is another. */
  readonly endpoint: string
  readonly identityId: string | null
  readonly identity: string | null
  readonly owner: string | null
  readonly environment: string | null
  readonly production: boolean
  /** Of the name of a CA; null for other clusters. */
  readonly grade: AuthorityGrade | null
}

/** Endpoints of one identity in one environment. */
export interface ClusterGroup {
  readonly identityId: string | null
  readonly identity: string | null
  readonly owner: string | null
  readonly environment: string | null
  readonly production: boolean
  readonly endpoints: number
}

/** Endpoints of a cluster in one environment. */
export type ClusterEnvironment = Pick<ClusterGroup, 'environment' | 'production' | 'endpoints'>

/** What a check that tells of the cluster's kinds says, and how many of its findings stand open. */
export interface ClusterAdvice {
  readonly checkId: string
  readonly title: string
  readonly why: string
  readonly fix: string
  readonly findings: number
  readonly severity: Severity | null
}

export interface ClusterDetail {
  readonly cluster: ClusterRow
  /** Production first, then by environment, identity and label; the first `mostPlaces`. */
  readonly places: readonly ClusterPlace[]
  /** In the same order; all of them up to `mostGroups`. */
  readonly groups: readonly ClusterGroup[]
  readonly groupCount: number
  /** Endpoints by environment, all of them. */
  readonly byEnvironment: readonly ClusterEnvironment[]
  /** With the key, newest first; of the CA itself. Empty for the name of a CA that is on no record. */
  readonly certificates: readonly ClusterCertificate[]
  readonly certificateCount: number
  readonly advice: readonly ClusterAdvice[]
  readonly asOf: Date
}

export const mostPlaces = 200
export const mostGroups = 200

/** All that the page of one cluster shows. Throws `forbidden`, `not-found` where nothing uses it and it is on no record. */
export async function getCluster(
  principal: Principal,
  ref: ClusterRef,
  now: Date = new Date(),
): Promise<ClusterDetail> {
  requireRole(principal, 'viewer')
  const [cluster, places, groups, byEnvironment, { certificates, count }] = await Promise.all([
    findRow(ref, now),
    listPlaces(ref, now),
    listGroups(ref, now),
    listEnvironments(ref, now),
    listClusterCertificates(ref),
  ])
  if (cluster === null && certificates.length === 0) throw new AppError('not-found', 'There is no such cluster.')
  const row = cluster ?? unused(ref, certificates[0]?.name ?? '')
  return {
    cluster: row,
    places,
    groups: groups.map(({ total: _, ...group }) => group),
    groupCount: groups[0]?.total ?? 0,
    byEnvironment,
    certificates,
    certificateCount: count,
    advice: await listAdvice(ref, row, now),
    asOf: now,
  }
}

async function findRow(ref: ClusterRef, now: Date): Promise<ClusterRow | null> {
  const values = parameters()
  const [found] = await rows<{ [Key in keyof ClusterColumns]: ClusterColumns[Key] }>(
    pool(),
    `${withClusters([ref.subject], values, now, ref.hash)} SELECT ${clusterColumns} FROM clusters`,
    [...values.values],
  )
  return found ? toClusterRow(found) : null
}

function unused(ref: ClusterRef, title: string): ClusterRow {
  const nothing = { endpoints: 0, unbound: 0, identities: 0, certificates: 0, findings: 0, severity: null }
  const none = { kinds: [], environments: [], owners: [], expiresAt: null, breaksAt: null }
  return { ...ref, ...nothing, ...none, id: clusterName(ref), title, verdict: 'design' }
}

const order = 'production DESC NULLS LAST, environment NULLS LAST, identity NULLS LAST'

function listPlaces(ref: ClusterRef, now: Date): Promise<ClusterPlace[]> {
  const values = parameters()
  const grade = ref.subject === 'client-ca' ? 'min(pl.grade)' : 'NULL'
  return rows<{ [Key in keyof ClusterPlace]: ClusterPlace[Key] }>(
    pool(),
    `${withClusters([ref.subject], values, now, ref.hash)}
     SELECT pl.endpoint_id AS "endpointId", ${endpointLabel} AS endpoint, pl.identity_id AS "identityId", i.name AS identity,
            pl.owner, pl.environment, COALESCE(pl.production, false) AS production, ${grade} AS grade
       FROM ${placeTables[ref.subject]} pl JOIN endpoint e ON e.id = pl.endpoint_id LEFT JOIN identity i ON i.id = pl.identity_id
      GROUP BY pl.endpoint_id, e.id, pl.identity_id, i.id, pl.owner, pl.environment, pl.production
      ORDER BY ${order}, endpoint, pl.endpoint_id LIMIT ${mostPlaces}`,
    [...values.values],
  )
}

function listGroups(ref: ClusterRef, now: Date): Promise<(ClusterGroup & { readonly total: number })[]> {
  const values = parameters()
  return rows<{ [Key in keyof ClusterGroup]: ClusterGroup[Key] } & { total: number }>(
    pool(),
    `${withClusters([ref.subject], values, now, ref.hash)}
     SELECT pl.identity_id AS "identityId", i.name AS identity, pl.owner, pl.environment,
            COALESCE(pl.production, false) AS production, count(DISTINCT pl.endpoint_id)::int AS endpoints, (count(*) OVER ())::int AS total
       FROM ${placeTables[ref.subject]} pl LEFT JOIN identity i ON i.id = pl.identity_id
      GROUP BY pl.identity_id, i.id, pl.owner, pl.environment, pl.production
      ORDER BY ${order}, pl.identity_id LIMIT ${mostGroups}`,
    [...values.values],
  )
}

function listEnvironments(ref: ClusterRef, now: Date): Promise<ClusterEnvironment[]> {
  const values = parameters()
  return rows<{ [Key in keyof ClusterEnvironment]: ClusterEnvironment[Key] }>(
    pool(),
    `${withClusters([ref.subject], values, now, ref.hash)}
     SELECT environment, COALESCE(production, false) AS production, count(DISTINCT endpoint_id)::int AS endpoints
       FROM ${placeTables[ref.subject]} GROUP BY environment, production
      ORDER BY production DESC NULLS LAST, environment NULLS LAST`,
    [...values.values],
  )
}

/** Every check of the cluster's kinds, those with the worst findings first. */
async function listAdvice(ref: ClusterRef, { kinds }: ClusterRow, now: Date): Promise<ClusterAdvice[]> {
  const ids = new Set(reuseChecks().flatMap(({ checkId, kind }) => (kinds.includes(kind) ? [checkId] : [])))
  if (ids.size === 0) return []
  const values = parameters()
  const clusters = withClusters([ref.subject], values, now, ref.hash)
  const found = await rows<{ checkId: string; findings: number; severity: Severity }>(
    pool(),
    `${clusters} SELECT f.check_id AS "checkId", count(DISTINCT f.id)::int AS findings, max(f.severity) AS severity
       FROM finding f WHERE f.check_id = ANY (${values.add([...ids])}::text[]) AND f.status IN ('open', 'acknowledged')
        AND (f.endpoint_id IN (SELECT endpoint_id FROM place) OR (f.subject_kind = 'identity' AND f.identity_id IN (SELECT identity_id FROM place)))
      GROUP BY f.check_id ORDER BY max(f.severity) DESC, f.check_id`,
    [...values.values],
  )
  return found.flatMap(({ checkId, ...counted }) => {
    const check = catalogue.find(({ id }) => id === checkId)
    return check === undefined ? [] : [{ checkId, title: check.title, why: check.why, fix: check.fix, ...counted }]
  })
}
