import { newId } from '#lib/core/ids.ts'
import { type Db, rows } from '../sql.ts'
import { addressKey, type RecordedAddresses } from './record-addresses.ts'
import type { CertificateRow } from './record-certificates.ts'
import { groupBy, type Sighting } from './sighting.ts'

/** What an address began and ceased to present as its leaf. Certificates by id. */
export interface LeafChange {
  readonly endpointId: string
  readonly addressId: string
  readonly at: Date
  readonly closed: readonly string[]
  readonly opened: readonly string[]
}

interface Presented {
  readonly endpointId: string
  readonly addressId: string
  readonly at: Date
  /** `presenceKey` of each certificate at its position. */
  readonly keys: ReadonlySet<string>
  /** Where other leaves were asked for in vain: the key algorithm of the main one. Those have not been seen to go. */
  readonly onlySeen: string | null
}

interface OpenPresence {
  readonly id: string
  readonly addressId: string
  readonly certificateId: string
  readonly position: number
  readonly keyAlgorithm: string
}

/** Longer chains than this are cut: nothing past it is a chain. The facts keep all. */
const maxChain = 100

/**
 * Opens, moves and closes presences. Addresses that showed no chain keep theirs: a server that can't be reached
 * has not been seen to stop presenting anything.
 */
export async function recordPresences(
  tx: Db,
  sightings: readonly Sighting[],
  addresses: RecordedAddresses,
  certificates: ReadonlyMap<string, CertificateRow>,
): Promise<LeafChange[]> {
  const presented = presentedNow(sightings, addresses.idOf, certificates)
  const reachedAt = new Map(presented.map((one) => [one.endpointId, one.at]))
  const gone = addresses.gone.flatMap(({ id, endpointId }): Presented[] => {
    const at = reachedAt.get(endpointId)
    return at ? [{ endpointId, addressId: id, at, keys: new Set(), onlySeen: null }] : []
  })
  const places = [...presented, ...gone]
  if (places.length === 0) return []
  const openBefore = groupBy(
    await listOpen(
      tx,
      places.map((one) => one.addressId),
    ),
    (one) => one.addressId,
  )
  const steps = places.map((place) => step(place, openBefore.get(place.addressId) ?? []))
  await touch(
    tx,
    steps.flatMap(({ place, kept }) => kept.map((one) => ({ id: one.id, at: place.at }))),
    'last_seen_at',
  )
  await touch(
    tx,
    steps.flatMap(({ place, closed }) => closed.map((one) => ({ id: one.id, at: place.at }))),
    'closed_at',
  )
  await open(
    tx,
    steps.flatMap(({ place, opened }) => opened.map((one) => ({ ...one, ...place }))),
  )
  return steps.map(leafChange).filter((change) => change.closed.length + change.opened.length > 0)
}

function presenceKey(certificateId: string, position: number): string {
  return `${position} ${certificateId}`
}

/** Every leaf that an address holds for the name is presented, whichever of them a client gets. */
function presentedNow(
  sightings: readonly Sighting[],
  addressIdOf: ReadonlyMap<string, string>,
  certificates: ReadonlyMap<string, CertificateRow>,
): Presented[] {
  const finished = sightings.filter((one) => one.ip !== null && one.chain !== null)
  return [...groupBy(finished, (one) => addressIdOf.get(addressKey(one.endpointId, one.ip ?? '')))].flatMap(
    ([addressId, group]) => {
      const [first] = group
      if (addressId === undefined || first === undefined) return []
      const keys = group.flatMap((one) =>
        one.chains.flatMap((chain) =>
          chain.slice(0, maxChain).flatMap((hash, position) => {
            const certificate = certificates.get(hash)
            return certificate ? [presenceKey(certificate.id, position)] : []
          }),
        ),
      )
      const onlySeen = group.every((one) => one.facts.otherChains.status === 'failed')
        ? (certificates.get(first.chain?.[0] ?? '')?.keyAlgorithm ?? null)
        : null
      return [{ endpointId: first.endpointId, addressId, at: first.at, keys: new Set(keys), onlySeen }]
    },
  )
}

function listOpen(tx: Db, addressIds: readonly string[]): Promise<OpenPresence[]> {
  return rows<{ [Key in keyof OpenPresence]: OpenPresence[Key] }>(
    tx,
    `SELECT p.id, address_id AS "addressId", certificate_id AS "certificateId", position, key_algorithm AS "keyAlgorithm"
       FROM presence p JOIN certificate c ON c.id = p.certificate_id
      WHERE address_id = ANY ($1::uuid[]) AND closed_at IS NULL`,
    [addressIds],
  )
}

function step(place: Presented, before: readonly OpenPresence[]) {
  const keyOf = (one: OpenPresence) => presenceKey(one.certificateId, one.position)
  const known = new Set(before.map(keyOf))
  return {
    place,
    kept: before.filter((one) => place.keys.has(keyOf(one))),
    closed: before.filter((one) => !place.keys.has(keyOf(one)) && !mayStay(one, place)),
    opened: [...place.keys]
      .filter((key) => !known.has(key))
      .map((key) => {
        const [position = '', certificateId = ''] = key.split(' ')
        return { certificateId, position: Number(position) }
      }),
  }
}

function mayStay({ position, keyAlgorithm }: OpenPresence, { onlySeen }: Presented): boolean {
  return position === 0 && onlySeen !== null && keyAlgorithm !== onlySeen
}

async function touch(
  tx: Db,
  presences: readonly { id: string; at: Date }[],
  column: 'last_seen_at' | 'closed_at',
): Promise<void> {
  if (presences.length === 0) return
  await tx.query(
    `UPDATE presence SET ${column} = t.at FROM unnest($1::uuid[], $2::timestamptz[]) AS t(id, at) WHERE presence.id = t.id`,
    [presences.map((one) => one.id), presences.map((one) => one.at)],
  )
}

async function open(
  tx: Db,
  presences: readonly { addressId: string; certificateId: string; position: number; at: Date }[],
): Promise<void> {
  if (presences.length === 0) return
  await tx.query(
    `INSERT INTO presence (id, address_id, certificate_id, position, opened_at, last_seen_at)
     SELECT id, address_id, certificate_id, position, at, at
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::smallint[], $5::timestamptz[])
         AS t(id, address_id, certificate_id, position, at)`,
    [
      presences.map((one) => newId(one.at.getTime())),
      presences.map((one) => one.addressId),
      presences.map((one) => one.certificateId),
      presences.map((one) => one.position),
      presences.map((one) => one.at),
    ],
  )
}

function leafChange({ place, closed, opened }: ReturnType<typeof step>): LeafChange {
  const leaves = (all: readonly { certificateId: string; position: number }[]) =>
    all.filter((one) => one.position === 0).map((one) => one.certificateId)
  return {
    endpointId: place.endpointId,
    addressId: place.addressId,
    at: place.at,
    closed: leaves(closed),
    opened: leaves(opened),
  }
}
