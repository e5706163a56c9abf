import { newId } from '#lib/core/ids.ts'
import { factsVersion } from '#lib/tls/observation.ts'
import { type Db, rows } from '../sql.ts'
import { addressKey } from './record-addresses.ts'
import type { Sighting } from './sighting.ts'

interface Pending {
  readonly sighting: Sighting
  readonly addressId: string | null
  readonly observationId: string
}

/**
 * Records what was seen. Facts equal to the newest of the same address and outcome move that row's `last_seen_at` and
 * insert nothing. Returns the number of rows inserted.
 */
export async function recordFacts(
  tx: Db,
  sightings: readonly Sighting[],
  addressIdOf: ReadonlyMap<string, string>,
): Promise<number> {
  const pending = sightings.map(
    (sighting): Pending => ({
      sighting,
      addressId: sighting.ip === null ? null : (addressIdOf.get(addressKey(sighting.endpointId, sighting.ip)) ?? null),
      observationId: newId(sighting.at.getTime()),
    }),
  )
  const unchanged = new Map([
    ...(await moveUnchanged(
      tx,
      pending.filter((one) => one.addressId !== null),
      'o.address_id = t.address_id',
    )),
    ...(await moveUnchanged(
      tx,
      pending.filter((one) => one.addressId === null),
      'o.endpoint_id = t.endpoint_id AND o.address_id IS NULL',
    )),
  ])
  const fresh = pending.filter((one) => !unchanged.has(one.observationId))
  await insert(tx, fresh)
  await pointToLatest(tx, pending, unchanged)
  return fresh.length
}

/** Ids of the rows that stand for unchanged facts, by the id that a new row would have had. */
async function moveUnchanged(tx: Db, pending: readonly Pending[], place: string): Promise<Map<string, string>> {
  if (pending.length === 0) return new Map()
  const moved = await rows<{ id: string; asked: string }>(
    tx,
    `WITH t AS (
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::bytea[], $6::timestamptz[])
         AS t(asked, endpoint_id, address_id, outcome, hash, at)
     ), same AS (
       SELECT t.asked, t.at, newest.id FROM t CROSS JOIN LATERAL (
         SELECT o.id, o.facts_sha256 FROM observation o
          WHERE ${place} AND o.outcome = t.outcome
          ORDER BY o.last_seen_at DESC, o.id DESC LIMIT 1) newest
        WHERE newest.facts_sha256 = t.hash)
     UPDATE observation SET last_seen_at = GREATEST(last_seen_at, same.at), times_seen = times_seen + 1
       FROM same WHERE observation.id = same.id RETURNING observation.id, same.asked`,
    [
      pending.map((one) => one.observationId),
      pending.map((one) => one.sighting.endpointId),
      pending.map((one) => one.addressId),
      pending.map((one) => one.sighting.outcome.kind),
      pending.map((one) => one.sighting.factsSha256),
      pending.map((one) => one.sighting.at),
    ],
  )
  return new Map(moved.map((row) => [row.asked, row.id]))
}

async function insert(tx: Db, fresh: readonly Pending[]): Promise<void> {
  if (fresh.length === 0) return
  await tx.query(
    `INSERT INTO observation (id, endpoint_id, address_id, outcome, facts_version, facts, facts_sha256, observed_at, last_seen_at)
     SELECT id, endpoint_id, address_id, outcome, $5, facts::jsonb, hash, at, at
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $6::text[], $7::bytea[], $8::timestamptz[])
         AS t(id, endpoint_id, address_id, outcome, facts, hash, at)`,
    [
      fresh.map((one) => one.observationId),
      fresh.map((one) => one.sighting.endpointId),
      fresh.map((one) => one.addressId),
      fresh.map((one) => one.sighting.outcome.kind),
      factsVersion,
      fresh.map((one) => one.sighting.factsJson),
      fresh.map((one) => one.sighting.factsSha256),
      fresh.map((one) => one.sighting.at),
    ],
  )
}

/** `latest_observation_id` is the newest that reached the server. */
async function pointToLatest(
  tx: Db,
  pending: readonly Pending[],
  unchanged: ReadonlyMap<string, string>,
): Promise<void> {
  const latest = new Map<string, string>()
  for (const { sighting, addressId, observationId } of pending) {
    if (!sighting.reached || addressId === null) continue
    if (!latest.has(addressId)) latest.set(addressId, unchanged.get(observationId) ?? observationId)
  }
  if (latest.size === 0) return
  await tx.query(
    `UPDATE address SET latest_observation_id = t.observation_id FROM unnest($1::uuid[], $2::uuid[]) AS t(id, observation_id)
      WHERE address.id = t.id AND latest_observation_id IS DISTINCT FROM t.observation_id`,
    [[...latest.keys()], [...latest.values()]],
  )
}
