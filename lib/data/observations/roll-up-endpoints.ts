import { valueOf } from '#lib/core/observed.ts'
import type { OutcomeKind } from '#lib/tls/observation.ts'
import type { Db } from '../sql.ts'
import { groupBy, type Sighting } from './sighting.ts'

/** Worst first: what stands in the way of seeing anything, then of finishing a handshake. */
const worstFirst: readonly OutcomeKind[] = [
  'blocked-by-scope',
  'dns-failure',
  'unreachable',
  'timeout',
  'refused',
  'reset',
  'closed',
  'not-tls',
  'starttls-refused',
  'too-much-data',
  'protocol-error',
  'alert',
  'handshake',
]

/** Writes what lists show of an endpoint's last scan, and when it is due again (`scheduleNext`). */
export async function rollUpEndpoints(tx: Db, sightings: readonly Sighting[]): Promise<void> {
  const perEndpoint = [...groupBy(sightings, (one) => one.endpointId)].map(([endpointId, group]) =>
    summary(endpointId, group),
  )
  const column = <T>(value: (one: ReturnType<typeof summary>) => T): T[] => perEndpoint.map(value)
  await tx.query(
    `UPDATE endpoint e SET last_scan_at = t.at, last_outcome = t.outcome,
            last_seen_at = CASE WHEN t.reached THEN t.at ELSE e.last_seen_at END,
            consecutive_failures = CASE WHEN t.reached THEN 0 ELSE e.consecutive_failures + 1 END,
            protocol = CASE WHEN t.reached THEN t.protocol ELSE e.protocol END,
            cipher_suite = CASE WHEN t.reached THEN t.suite ELSE e.cipher_suite END,
            key_exchange_group = CASE WHEN t.reached THEN t.kx ELSE e.key_exchange_group END,
            mtls = CASE WHEN t.reached THEN t.mtls ELSE e.mtls END
       FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::bool[], $5::text[], $6::text[], $7::text[], $8::text[])
         AS t(id, at, outcome, reached, protocol, suite, kx, mtls)
      WHERE e.id = t.id`,
    [
      column((one) => one.endpointId),
      column((one) => one.at),
      column((one) => one.outcome),
      column((one) => one.reached),
      column((one) => one.protocol),
      column((one) => one.cipherSuite),
      column((one) => one.group),
      column((one) => one.mtls),
    ],
  )
  await rollUpPresented(
    tx,
    column((one) => one.endpointId),
  )
  await scheduleNext(
    tx,
    column((one) => one.endpointId),
  )
}

function summary(endpointId: string, group: readonly Sighting[]) {
  const reached = group.find((one) => one.outcome.kind === 'handshake') ?? group.find((one) => one.reached)
  const facts = reached?.observation.facts
  return {
    endpointId,
    at: group.reduce((latest, one) => (one.at > latest ? one.at : latest), new Date(0)),
    outcome: worstFirst.find((kind) => group.some((one) => one.outcome.kind === kind)) ?? 'protocol-error',
    reached: reached !== undefined,
    protocol: facts ? valueOf(facts.protocol) : null,
    cipherSuite: facts ? (valueOf(facts.cipherSuite)?.name ?? null) : null,
    group: facts ? (valueOf(facts.group)?.name ?? null) : null,
    mtls: facts ? (valueOf(facts.mtls)?.verdict ?? null) : null,
  }
}

/** The earliest expiry over the leaves that the endpoint's addresses present, and how many addresses there are. */
async function rollUpPresented(tx: Db, endpointIds: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE endpoint e SET next_expiry_at = seen.expiry, address_count = seen.addresses
       FROM (SELECT t.id, count(DISTINCT a.id)::int AS addresses, min(c.not_after) AS expiry
               FROM unnest($1::uuid[]) AS t(id)
               LEFT JOIN address a ON a.endpoint_id = t.id AND a.gone_at IS NULL
               LEFT JOIN presence p ON p.address_id = a.id AND p.closed_at IS NULL AND p.position = 0
               LEFT JOIN certificate c ON c.id = p.certificate_id GROUP BY t.id) seen
      WHERE e.id = seen.id`,
    [endpointIds],
  )
}

/**
 * The next scan: the interval of the policy (a day where none is set), sooner where the leaf lives for less than a
 * week (a quarter of its life, at least a minute), with a tenth of jitter so that an estate is not dialled at once.
 * After n failures in a row: min(interval, 5 min) doubled n - 1 times, up to the longer of the interval and an hour.
 */
export async function scheduleNext(tx: Db, endpointIds: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE endpoint e SET next_scan_at = now() + make_interval(secs => d.seconds * (0.9 + 0.2 * random()))
       FROM (
         SELECT i.id, CASE WHEN i.failures = 0 THEN i.seconds ELSE
                  LEAST(GREATEST(i.seconds, 3600), LEAST(i.seconds, 300) * 2 ^ LEAST(i.failures - 1, 20)) END AS seconds
           FROM (
             SELECT x.id, x.consecutive_failures AS failures,
                    CASE WHEN life.seconds < 604800 THEN LEAST(p.seconds, GREATEST(60, life.seconds / 4)) ELSE p.seconds END AS seconds
               FROM endpoint x
               LEFT JOIN identity idn ON idn.id = x.identity_id
               LEFT JOIN environment env ON env.id = idn.environment_id
               CROSS JOIN LATERAL (SELECT COALESCE((idn.policy ->> 'scanIntervalSeconds')::float8,
                                                   (env.policy ->> 'scanIntervalSeconds')::float8, 86400) AS seconds) p
               LEFT JOIN LATERAL (SELECT min(extract(epoch FROM c.not_after - c.not_before))::float8 AS seconds
                                    FROM address a JOIN presence pr ON pr.address_id = a.id AND pr.closed_at IS NULL AND pr.position = 0
                                    JOIN certificate c ON c.id = pr.certificate_id
                                   WHERE a.endpoint_id = x.id AND a.gone_at IS NULL) life ON true
              WHERE x.id = ANY ($1::uuid[])) i) d
      WHERE e.id = d.id`,
    [endpointIds],
  )
}
