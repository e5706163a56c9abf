import { newId } from '#lib/core/ids.ts'
import { type Db, rows } from '../sql.ts'
import { storableJson } from '../storable.ts'
import { groupBy, type Sighting } from './sighting.ts'

export interface RecordedAddresses {
  /** Ids by endpoint and IP: `addressKey`. */
  readonly idOf: ReadonlyMap<string, string>
  /** Addresses to which the name no longer resolves, of endpoints where a handshake finished. */
  readonly gone: readonly { readonly id: string; readonly endpointId: string }[]
}

export function addressKey(endpointId: string, ip: string): string {
  return `${endpointId} ${ip}`
}

/** Upserts the addresses that were tried; those of the same endpoints that were not are marked gone. */
export async function recordAddresses(tx: Db, sightings: readonly Sighting[]): Promise<RecordedAddresses> {
  const perAddress = groupBy(
    sightings.filter((one) => one.ip !== null),
    (one) => addressKey(one.endpointId, one.ip ?? ''),
  )
  const newest = [...perAddress.values()].flatMap((group) => group.toSorted(byWorth).slice(0, 1))
  if (newest.length === 0) return { idOf: new Map(), gone: [] }
  const idOf = await upsert(tx, newest)
  const lost = newest.filter((one) => one.seen.mtls === 'lost')
  await tx.query('UPDATE address SET mtls_at = NULL WHERE id = ANY ($1::uuid[]) AND mtls_at IS NOT NULL', [
    lost.flatMap((one) => idOf.get(addressKey(one.endpointId, one.ip ?? '')) ?? []),
  ])
  return { idOf, gone: await markGone(tx, newest, [...idOf.values()]) }
}

/** What reached the server says most about an address that was tried more than once. */
function byWorth(a: Sighting, b: Sighting): number {
  return Number(b.reached) - Number(a.reached) || +b.at - +a.at
}

async function upsert(tx: Db, newest: readonly Sighting[]): Promise<Map<string, string>> {
  const recorded = await rows<{ id: string; endpointId: string; asked: string }>(
    tx,
    `WITH t AS (
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[],
                            $8::int[], $9::timestamptz[], $10::timestamptz[])
         AS t(id, endpoint_id, ip, at, outcome, detail, timings, connections, posture_at, mtls_at)
     ), done AS (
       INSERT INTO address (id, endpoint_id, ip, first_seen_at, last_seen_at, last_outcome, last_outcome_detail,
                            last_scan_at, timings, connections, posture_at, mtls_at)
       SELECT id, endpoint_id, ip::inet, at, at, outcome, detail::jsonb, at, timings::jsonb, connections, posture_at, mtls_at FROM t
       ON CONFLICT (endpoint_id, ip) DO UPDATE SET last_seen_at = EXCLUDED.last_seen_at, gone_at = NULL,
         last_outcome = EXCLUDED.last_outcome, last_outcome_detail = EXCLUDED.last_outcome_detail,
         last_scan_at = EXCLUDED.last_scan_at, timings = EXCLUDED.timings, connections = EXCLUDED.connections,
         posture_at = COALESCE(EXCLUDED.posture_at, address.posture_at), mtls_at = COALESCE(EXCLUDED.mtls_at, address.mtls_at)
       RETURNING id, endpoint_id, ip)
     SELECT done.id, done.endpoint_id AS "endpointId", t.ip AS asked
       FROM done JOIN t ON t.endpoint_id = done.endpoint_id AND t.ip::inet = done.ip`,
    [
      newest.map((one) => newId(one.at.getTime())),
      newest.map((one) => one.endpointId),
      newest.map((one) => one.ip),
      newest.map((one) => one.at),
      newest.map((one) => one.outcome.kind),
      newest.map((one) => storableJson(one.outcome)),
      newest.map((one) => storableJson(one.observation.timings)),
      newest.map((one) => one.observation.connections),
      newest.map((one) => (one.seen.posture ? one.at : null)),
      newest.map((one) => (one.seen.mtls === 'seen' ? one.at : null)),
    ],
  )
  return new Map(recorded.map((row) => [addressKey(row.endpointId, row.asked), row.id]))
}

async function markGone(
  tx: Db,
  newest: readonly Sighting[],
  seen: readonly string[],
): Promise<RecordedAddresses['gone']> {
  const perEndpoint = [...groupBy(newest, (one) => one.endpointId)]
  const resolved = perEndpoint.map(([endpointId]) => endpointId)
  await tx.query(
    `UPDATE address SET gone_at = t.at FROM unnest($1::uuid[], $2::timestamptz[]) AS t(endpoint_id, at)
      WHERE address.endpoint_id = t.endpoint_id AND gone_at IS NULL AND id <> ALL ($3::uuid[])`,
    [resolved, perEndpoint.map(([, group]) => group[0]?.at), seen],
  )
  // Only a finished handshake closes presences: an endpoint that can't be reached keeps what it last presented.
  const reached = perEndpoint.filter(([, group]) => group.some((one) => one.chain !== null)).map(([id]) => id)
  return rows<{ id: string; endpointId: string }>(
    tx,
    'SELECT id, endpoint_id AS "endpointId" FROM address WHERE endpoint_id = ANY ($1::uuid[]) AND gone_at IS NOT NULL',
    [reached],
  )
}
