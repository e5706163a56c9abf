import type { Depth, Observation } from '#lib/tls/observation.ts'
import { type Db, rows } from '../sql.ts'
import { byDatabaseClock } from './by-database-clock.ts'
import { loadPreviousFacts } from './load-previous-facts.ts'
import { addressKey, recordAddresses } from './record-addresses.ts'
import { findCertificates, recordCertificates } from './record-certificates.ts'
import { recordFacts } from './record-facts.ts'
import { type LeafChange, recordPresences } from './record-presences.ts'
import { recordRotations } from './record-rotations.ts'
import { rollUpEndpoints } from './roll-up-endpoints.ts'
import { addressOf, type Sighting, toSighting, type UnreadableCertificate } from './sighting.ts'

/** What one scan saw at one endpoint: an observation per address, or the one that tells why there is none. */
export interface EndpointObservations {
  readonly endpointId: string
  /** What the scan went after; absent: everything. */
  readonly depth?: Depth
  readonly observations: readonly Observation[]
}

export interface RecordSummary {
  /** Endpoints whose records were written. */
  readonly recorded: readonly string[]
  /** Endpoints that are gone, or of which something newer is recorded; nothing was written for them. */
  readonly superseded: readonly string[]
  readonly newObservations: number
  readonly newCertificates: number
  readonly rotations: number
}

/**
 * Writes observations and all that is derived from the order in which they came, without judging. For the process that
 * made them: their instants are by its host's clock.
 */
export async function writeObservations(tx: Db, seen: readonly EndpointObservations[]): Promise<RecordSummary> {
  const batch = await byDatabaseClock(tx, seen)
  const fresh = await lockFresh(tx, batch)
  const recorded = fresh.map((one) => one.endpointId)
  const written = new Set(recorded)
  const superseded = batch.map((one) => one.endpointId).filter((id) => !written.has(id))
  const observations = fresh.flatMap((one) => one.observations)
  const [first] = observations
  if (!first) return { recorded, superseded, newObservations: 0, newCertificates: 0, rotations: 0 }

  const ders = new Map(observations.flatMap((one) => [...one.certificates]))
  const at = observations.reduce((latest, one) => (one.startedAt > latest ? one.startedAt : latest), first.startedAt)
  const certificates = await recordCertificates(tx, ders, at)
  const sightings = await toSightings(tx, fresh, certificates.unreadable)
  const addresses = await recordAddresses(tx, sightings)
  const newObservations = await recordFacts(tx, sightings, addresses.idOf)
  // Chains that were carried over came without their certificates.
  const carried = sightings.flatMap((one) => one.chains.flat()).filter((hash) => !ders.has(hash))
  const known = new Map([...certificates.known, ...(await findCertificates(tx, carried))])
  const changes = await recordPresences(tx, sightings, addresses, known)
  const rotations = await recordRotations(tx, changes)
  await rollUpEndpoints(tx, sightings)
  await tellKeysMoved(tx, changes)
  return { recorded, superseded, newObservations, newCertificates: certificates.added, rotations }
}

async function toSightings(
  tx: Db,
  batch: readonly EndpointObservations[],
  unreadable: ReadonlyMap<string, UnreadableCertificate>,
): Promise<Sighting[]> {
  const each = batch.flatMap(({ endpointId, depth = 'posture', observations }) =>
    observations.map((observation) => ({ endpointId, depth, observation, ip: addressOf(observation) })),
  )
  const places = each.flatMap(({ endpointId, ip }) => (ip === null ? [] : [{ endpointId, ip }]))
  const known = await loadPreviousFacts(tx, places)
  return each.map(({ endpointId, depth, observation, ip }) => {
    const before = ip === null ? null : (known.get(addressKey(endpointId, ip)) ?? null)
    return toSighting(observation, { endpointId, depth, before, unreadable })
  })
}

/** Locks the endpoints; a scan that began before the recorded one ended late and would undo what is newer. */
async function lockFresh(tx: Db, batch: readonly EndpointObservations[]): Promise<EndpointObservations[]> {
  const ids = batch.filter((one) => one.observations.length > 0).map((one) => one.endpointId)
  const locked = await rows<{ id: string; lastScanAt: Date | null }>(
    tx,
    `SELECT id, last_scan_at AS "lastScanAt" FROM endpoint WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
    [ids],
  )
  const lastScanOf = new Map(locked.map((row) => [row.id, row.lastScanAt?.getTime() ?? 0]))
  return batch.filter(({ endpointId, observations }) => {
    const last = lastScanOf.get(endpointId)
    return last !== undefined && observations.some((one) => one.startedAt.getTime() >= last)
  })
}

/** Tells that endpoints which share a key are to be judged anew: after this commit, since they are not locked here. */
async function tellKeysMoved(tx: Db, changes: readonly LeafChange[]): Promise<void> {
  const certificateIds = [...new Set(changes.flatMap((change) => [...change.closed, ...change.opened]))]
  if (certificateIds.length === 0) return
  await tx.query(`INSERT INTO outbox_event (kind, payload) VALUES ('keys-moved', $1::jsonb)`, [
    JSON.stringify({ certificateIds }),
  ])
}
