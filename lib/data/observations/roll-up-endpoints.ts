import { valueOf } from '#lib/core/observed.ts'
import type { OutcomeKind } from '#lib/tls/observation.ts'
import { type Db, rows } from '../sql.ts'
import { nextScanSeconds } from './next-scan.ts'
import { groupBy, type Sighting } from './sighting.ts'

/** Worst first: what stands in the way of seeing anything, then of finishing a handshake. */
const worstFirst: readonly OutcomeKind[] = [
  ...(['blocked-by-scope', 'dns-failure', 'unreachable', 'timeout', 'refused', 'reset', 'closed', 'not-tls'] as const),
  ...(['other-protocol', 'plaintext-after-starttls', 'starttls-refused', 'too-much-data'] as const),
  ...(['protocol-error', 'alert', 'handshake'] as const),
]

/** Writes what lists show of an endpoint's last scan, and when it is due again. Presences are written already. */
export async function rollUpEndpoints(tx: Db, sightings: readonly Sighting[]): Promise<void> {
  const groups = groupBy(sightings, (one) => one.endpointId)
  const standing = await loadStanding(tx, [...groups.keys()])
  const perEndpoint = standing.map((stands) => ({
    ...stands,
    ...summary(groups.get(stands.endpointId) ?? [], stands.failures),
  }))
  const column = <T>(value: (one: (typeof perEndpoint)[number]) => T): T[] => perEndpoint.map(value)
  // One statement and one new version of each row: an endpoint has many indexes.
  await tx.query(
    `UPDATE endpoint e SET last_scan_at = t.at, last_outcome = t.outcome, consecutive_failures = t.failures,
            next_scan_at = now() + make_interval(secs => t.next_seconds), address_count = t.addresses, next_expiry_at = t.expiry,
            last_seen_at = CASE WHEN t.failures = 0 THEN t.at ELSE e.last_seen_at END,
            protocol = CASE WHEN t.failures = 0 THEN t.protocol ELSE e.protocol END,
            cipher_suite = CASE WHEN t.failures = 0 THEN t.suite ELSE e.cipher_suite END,
            key_exchange_group = CASE WHEN t.failures = 0 THEN t.kx ELSE e.key_exchange_group END,
            mtls = CASE WHEN t.failures = 0 THEN t.mtls ELSE e.mtls END
       FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::int[], $5::float8[], $6::int[], $7::timestamptz[],
                   $8::text[], $9::text[], $10::text[], $11::text[])
         AS t(id, at, outcome, failures, next_seconds, addresses, expiry, protocol, suite, kx, mtls)
      WHERE e.id = t.id`,
    [
      column((one) => one.endpointId),
      column((one) => one.at),
      column((one) => one.outcome),
      column((one) => one.failures),
      column((one) => nextScanSeconds(one, Math.random())),
      column((one) => one.addresses),
      column((one) => one.expiry),
      column((one) => one.protocol),
      column((one) => one.cipherSuite),
      column((one) => one.group),
      column((one) => one.mtls),
    ],
  )
}

function summary(group: readonly Sighting[], failures: number) {
  const reached = group.find((one) => one.outcome.kind === 'handshake') ?? group.find((one) => one.reached)
  const facts = reached?.facts
  return {
    at: group.reduce((latest, one) => (one.at > latest ? one.at : latest), new Date(0)),
    outcome: worstFirst.find((kind) => group.some((one) => one.outcome.kind === kind)) ?? 'protocol-error',
    failures: reached ? 0 : failures + 1,
    protocol: facts ? valueOf(facts.protocol) : null,
    cipherSuite: facts ? (valueOf(facts.cipherSuite)?.name ?? null) : null,
    group: facts ? (valueOf(facts.group)?.name ?? null) : null,
    mtls: facts ? (valueOf(facts.mtls)?.verdict ?? null) : null,
  }
}

interface Standing {
  readonly endpointId: string
  /** Before this scan. */
  readonly failures: number
  readonly intervalSeconds: number | null
  readonly addresses: number
  /** Over the leaves that are presented now: the earliest end, and the shortest life. */
  readonly expiry: Date | null
  readonly leafLifeSeconds: number | null
}

async function loadStanding(tx: Db, endpointIds: readonly string[]): Promise<Standing[]> {
  const endpoints = await rows<Pick<Standing, 'endpointId' | 'failures' | 'intervalSeconds'>>(
    tx,
    `SELECT e.id AS "endpointId", e.consecutive_failures AS failures,
            COALESCE(i.policy ->> 'scanIntervalSeconds', env.policy ->> 'scanIntervalSeconds')::float8 AS "intervalSeconds"
       FROM endpoint e LEFT JOIN identity i ON i.id = e.identity_id LEFT JOIN environment env ON env.id = i.environment_id
      WHERE e.id = ANY ($1::uuid[])`,
    [endpointIds],
  )
  const presented = await rows<Omit<Standing, 'failures' | 'intervalSeconds'>>(
    tx,
    `SELECT a.endpoint_id AS "endpointId", count(DISTINCT a.id)::int AS addresses, min(c.not_after) AS expiry,
            min(extract(epoch FROM c.not_after - c.not_before))::float8 AS "leafLifeSeconds"
       FROM address a
       LEFT JOIN presence p ON p.address_id = a.id AND p.closed_at IS NULL AND p.position = 0
       LEFT JOIN certificate c ON c.id = p.certificate_id
      WHERE a.endpoint_id = ANY ($1::uuid[]) AND a.gone_at IS NULL GROUP BY a.endpoint_id`,
    [endpointIds],
  )
  const presentedAt = new Map(presented.map((row) => [row.endpointId, row]))
  const nothing = { addresses: 0, expiry: null, leafLifeSeconds: null }
  return endpoints.map((row) => ({ ...row, ...(presentedAt.get(row.endpointId) ?? nothing) }))
}
