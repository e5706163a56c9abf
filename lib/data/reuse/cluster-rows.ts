import type { ReuseKind } from '#lib/checks/reuse-kind.ts'
import type { Parameters } from '../parameters.ts'
import type { ClusterSubject } from './cluster.ts'
import {
  authorityKeys,
  authorityPlaces,
  clientAuthorityPlaces,
  keyPlaces,
  knownAuthorities,
  publicClientPlaces,
} from './cluster-places.ts'
import { checksOf, reuseChecks } from './reuse-checks.ts'

/** Sums over the places of a cluster. */
const sums = `count(DISTINCT endpoint_id)::int AS endpoints, count(DISTINCT identity_id)::int AS identities,
  (count(DISTINCT endpoint_id) FILTER (WHERE identity_id IS NULL))::int AS unbound,
  (count(DISTINCT identity_id) FILTER (WHERE endpoint_id IS NOT NULL))::int AS serving,
  (count(DISTINCT environment_id) FILTER (WHERE endpoint_id IS NOT NULL))::int AS environment_count,
  count(DISTINCT COALESCE(owner, '')) FILTER (WHERE identity_id IS NOT NULL AND endpoint_id IS NOT NULL) AS owner_count,
  array_agg(DISTINCT COALESCE(environment, 'none')) AS environments, array_agg(DISTINCT COALESCE(owner, 'none')) AS owners`

const kindsWhere = (all: readonly (readonly [ReuseKind, string])[]) =>
  `array_remove(ARRAY[${all.map(([kind, when]) => `CASE WHEN ${when} THEN '${kind}' END`).join(', ')}]::text[], NULL)`

const verdictCase = (fault: string, unknown: string) =>
  `CASE WHEN ${fault} THEN 'fault' WHEN ${unknown} THEN 'unknown' ELSE 'design' END`

/** A key is worth a line where two endpoints serve it, it was kept over a renewal, or a check fails for it. */
function keyRows(values: Parameters, only?: string): string {
  const publicClients = values.add(checksOf('public-clients'))
  const kinds = kindsWhere([
    ['environments', 'k.environment_count > 1'],
    ['identities', 'k.serving > 1'],
    ['owners', 'k.owner_count > 1'],
    ['rotations', 'kept.hash IS NOT NULL'],
    ['wildcard', 'wild.hash IS NOT NULL'],
    ['public-clients', 'clients.hash IS NOT NULL'],
  ])
  return `key_place AS MATERIALIZED (${keyPlaces(publicClients, only)}), was AS MATERIALIZED (
     SELECT pl.hash, pl.endpoint_id, pl.certificate_id, c.id FROM key_place pl JOIN certificate c ON c.spki_sha256 = pl.hash
   ), kept AS (
     SELECT DISTINCT was.hash FROM was JOIN rotation earlier ON earlier.endpoint_id = was.endpoint_id AND earlier.previous_id = was.id
       JOIN rotation r ON r.endpoint_id = was.endpoint_id AND r.next_id = was.certificate_id AND r.at >= earlier.at
   ), wild AS (
     SELECT DISTINCT pl.hash FROM key_place pl
      WHERE EXISTS (SELECT 1 FROM certificate_name n WHERE n.certificate_id = pl.certificate_id AND n.kind = 'dns' AND strpos(n.value, '*') > 0)
      AND pl.endpoint_id IS NOT NULL GROUP BY pl.hash, pl.certificate_id HAVING count(DISTINCT COALESCE(pl.identity_id::text, '')) > 1
   ), clients AS (
     SELECT hash, min(breaks_at) AS breaks_at FROM (${publicClientPlaces(publicClients, only)}) broken GROUP BY hash
   ), worth AS (
     SELECT hash FROM key_place GROUP BY hash HAVING ${only === undefined ? 'count(DISTINCT endpoint_id) > 1' : 'true'}
     UNION SELECT hash FROM kept UNION SELECT hash FROM clients
   ), key_row AS (
     SELECT 'key' AS subject, k.*, clients.breaks_at, ${kinds} AS kinds
       FROM (SELECT hash, count(DISTINCT certificate_id)::int AS certificates,
                    (array_agg(certificate_id ORDER BY certificate_id DESC))[1] AS certificate_id, NULL::text AS name, ${sums}
               FROM key_place WHERE hash IN (SELECT hash FROM worth) GROUP BY hash) k
       LEFT JOIN kept ON kept.hash = k.hash LEFT JOIN wild ON wild.hash = k.hash LEFT JOIN clients ON clients.hash = k.hash
   ), key_cluster AS (
     SELECT *, ${verdictCase('cardinality(kinds) > 0', 'unbound > 0')} AS verdict FROM key_row)`
}

/** A private CA is worth a line where endpoints of several environments chain through it, or a check fails for it. */
function authorityRows(values: Parameters, only?: string): string {
  const checks = values.add(checksOf('nonproduction-ca'))
  return `ca_place AS MATERIALIZED (${authorityPlaces(only === undefined ? authorityKeys : `SELECT ${only} AS hash`)}), ca_fault AS (
     SELECT DISTINCT c.spki_sha256 AS hash, v.subject_id AS endpoint_id
       FROM verdict v CROSS JOIN LATERAL jsonb_path_query(v.evidence, '$.**.anchorSha256') named(anchor)
       JOIN certificate c ON c.sha256 = decode(named.anchor #>> '{}', 'hex')
      WHERE v.outcome = 'fail' AND v.subject_kind = 'endpoint' AND v.check_id = ANY (${checks}::text[])
   ), ca_row AS (
     SELECT 'ca' AS subject, k.*, ${kindsWhere([['nonproduction-ca', 'EXISTS (SELECT 1 FROM ca_fault f WHERE f.hash = k.hash)']])} AS kinds
       FROM (SELECT hash, count(DISTINCT certificate_id)::int AS certificates,
                    (SELECT c.id FROM certificate c WHERE c.spki_sha256 = hash ORDER BY c.not_after DESC, c.id LIMIT 1) AS certificate_id,
                    NULL::text AS name, ${sums}, count(DISTINCT production) AS sorts
               FROM ca_place GROUP BY hash) k
      WHERE ${only === undefined ? 'k.environment_count > 1 OR EXISTS (SELECT 1 FROM ca_fault f WHERE f.hash = k.hash)' : 'true'}
   ), ca_cluster AS (
     SELECT subject, hash, certificates, certificate_id, name, endpoints, identities, unbound, environment_count, owner_count,
            environments, owners, NULL::timestamptz AS breaks_at, kinds,
            ${verdictCase('cardinality(kinds) > 0', 'sorts > 1')} AS verdict FROM ca_row)`
}

/** Each CA that a server names; what it is there is its grade. */
function clientAuthorityRows(now: string, only?: string): string {
  return `client_place AS MATERIALIZED (
     SELECT asked.*, CASE WHEN known.name IS NULL THEN 'stranger' WHEN known.is_public THEN 'public'
                          WHEN asked.environment_id IS NOT NULL AND cardinality(known.environment_ids) > 0
                               AND NOT asked.environment_id = ANY (known.environment_ids) THEN 'other-environment'
                          WHEN known.not_after + interval '1 second' <= ${now}::timestamptz THEN 'expired' ELSE 'own' END AS grade
       FROM (${clientAuthorityPlaces(only)}) asked LEFT JOIN (${knownAuthorities}) known ON known.name = asked.name
   ), client_cluster AS (
     SELECT 'client-ca' AS subject, hash, 0 AS certificates,
            (SELECT c.id FROM certificate c WHERE c.subject = min(client_place.name) AND c.is_ca ORDER BY c.not_after DESC, c.id LIMIT 1) AS certificate_id,
            min(name) AS name, ${sums}, NULL::timestamptz AS breaks_at, ARRAY['client-cas'] AS kinds,
            ${verdictCase(`bool_or(grade IN ('public', 'other-environment', 'expired'))`, `bool_or(grade = 'stranger')`)} AS verdict
       FROM client_place GROUP BY hash)`
}

/** Findings of the kinds of a cluster at its places, or of its identities. */
const told = (values: Parameters) => {
  const checks = reuseChecks()
  const ids = values.add(checks.map(({ checkId }) => checkId))
  const kinds = values.add(checks.map(({ kind }) => kind))
  return `told AS MATERIALIZED (
     SELECT f.id, f.severity, f.endpoint_id, CASE WHEN f.subject_kind = 'identity' THEN f.identity_id END AS identity_id, t.kind
       FROM unnest(${ids}::text[], ${kinds}::text[]) AS t(check_id, kind)
       JOIN finding f ON f.check_id = t.check_id AND f.status IN ('open', 'acknowledged')
   ), worst AS (
     SELECT cl.subject, cl.hash, count(DISTINCT here.id)::int AS findings, max(here.severity) AS severity
       FROM (SELECT pl.subject, pl.hash, t.id, t.severity, t.kind FROM place pl JOIN told t ON t.endpoint_id = pl.endpoint_id
             UNION ALL
             SELECT pl.subject, pl.hash, t.id, t.severity, t.kind FROM place pl JOIN told t ON t.identity_id = pl.identity_id) here
       JOIN cluster cl ON cl.subject = here.subject AND cl.hash = here.hash AND here.kind = ANY (cl.kinds)
      GROUP BY cl.subject, cl.hash)`
}

const parts = {
  key: (values, _now, only) => keyRows(values, only),
  ca: (values, _now, only) => authorityRows(values, only),
  'client-ca': (values, now, only) => clientAuthorityRows(values.add(now), only),
} as const satisfies Record<ClusterSubject, (values: Parameters, now: Date, only?: string) => string>

const names = { key: 'key_cluster', ca: 'ca_cluster', 'client-ca': 'client_cluster' } as const

/** Where the places of clusters stand, in what `withClusters` gives. */
export const placeTables = { key: 'key_place', ca: 'ca_place', 'client-ca': 'client_place' } as const

const columns = `subject, hash, certificates, certificate_id, name, endpoints, identities, unbound, environment_count, owner_count,
  environments, owners, breaks_at, kinds, verdict`

/**
 * SQL that begins a statement: `WITH … ` up to the table `clusters`, one row per cluster of these subjects, judged by
 * what is served now. `id` is made of what it is of, so that keyset pages have a uuid to go by. `only`: the hash of one,
 * which has a row wherever it is in use at all. Its places stand in `placeTables`, those of all in `place`.
 */
export function withClusters(
  subjects: readonly ClusterSubject[],
  values: Parameters,
  now: Date,
  only?: string,
): string {
  const placeholder = only === undefined ? undefined : `${values.add(Buffer.from(only, 'hex'))}::bytea`
  const all = (select: (subject: ClusterSubject) => string) => subjects.map(select).join(' UNION ALL ')
  return `WITH ${subjects.map((subject) => parts[subject](values, now, placeholder)).join(', ')},
   cluster AS MATERIALIZED (${all((subject) => `SELECT ${columns} FROM ${names[subject]}`)}),
   place AS (${all((subject) => `SELECT '${subject}' AS subject, hash, endpoint_id, identity_id FROM ${placeTables[subject]}`)}),
   ${told(values)},
   clusters AS (
     SELECT cl.*, md5(cl.subject || encode(cl.hash, 'hex'))::uuid AS id, COALESCE(w.findings, 0) AS findings, w.severity
       FROM cluster cl LEFT JOIN worst w ON w.subject = cl.subject AND w.hash = cl.hash)`
}
