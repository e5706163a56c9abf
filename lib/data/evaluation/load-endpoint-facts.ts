import ipaddr from 'ipaddr.js'
import type { AddressFacts, AnchorFact, EndpointFacts } from '#lib/checks/facts.ts'
import { type EffectivePolicy, effectivePolicy, type Policy } from '#lib/checks/policy.ts'
import type { Transport } from '#lib/tls/observation.ts'
import { type Reading, readTogether } from '../read-together.ts'
import type { Db } from '../sql.ts'
import type { TrustContext } from '../trust/load-trust-context.ts'
import { endpointStoreId, endpointStoreTables } from '../trust-stores/effective-store.ts'
import { type IdentityColumns, identityColumns, toIdentityRecord } from './identity-record.ts'
import { judgeAddresses } from './judge-addresses.ts'
import { type AddressRow, currentAddresses, type LoadedAddresses, toAddresses } from './load-addresses.ts'
import { type BorrowedRow, borrowedNames, toBorrowedNames } from './load-borrowed-names.ts'
import { loadChainContext } from './load-chain-context.ts'
import { type ExposureRow, keyExposures, toKeyExposures } from './load-key-exposures.ts'
import { type LeafRow, leafRecords, toLeafRecords } from './load-leaf-records.ts'
import { rotations, type StepRow, toRotations } from './load-rotations.ts'
import { sharedUses, toSharedUses, type UseRow } from './load-shared-uses.ts'
import { withKeyTests } from './with-key-tests.ts'
import { withTimestamps } from './with-timestamps.ts'

/** An endpoint as its checks see it, with the policy that it is judged by. */
export interface EndpointSubject {
  readonly facts: EndpointFacts
  readonly policy: EffectivePolicy
  /** By which the chains were judged. */
  readonly store: TrustContext | null
}

interface EndpointRow extends IdentityColumns {
  id: string
  host: string
  port: number
  serverName: string
  transport: Transport
  lastScanAt: Date | null
  lastOutcome: string | null
  storeId: string | null
  identityPolicy: Policy | null
  environmentPolicy: Policy | null
}

export interface LoadedEndpoints {
  readonly subjects: Map<string, EndpointSubject>
  /** Their addresses as they are on record, before anything was judged. */
  readonly addresses: LoadedAddresses
}

/** Facts of endpoints by id; ids that there are not are left out. */
export async function loadEndpointFacts(
  db: Db,
  ids: readonly string[],
  now: Date,
): Promise<Map<string, EndpointSubject>> {
  return ids.length === 0 ? new Map() : (await loadEndpoints(db, ids, now)).subjects
}

/** What `endpointReadings` give, by their names. */
export type EndpointRows = {
  endpoints: EndpointRow
  addresses: AddressRow
  sharedUses: UseRow
  rotations: StepRow
  keyExposures: ExposureRow
  leafRecords: LeafRow
  borrowedNames: BorrowedRow
}

type Found = { readonly [Name in keyof EndpointRows]: readonly EndpointRows[Name][] }

const endpoints = (ids: string): Reading<EndpointRow> => ({
  text: `SELECT e.id, e.host, e.port, e.server_name AS "serverName", e.transport, e.last_scan_at AS "lastScanAt",
                e.last_outcome AS "lastOutcome", i.policy AS "identityPolicy", env.policy AS "environmentPolicy",
                ${endpointStoreId} AS "storeId", ${identityColumns}
           FROM ${endpointStoreTables}
          WHERE e.id = ANY (${ids}::uuid[])`,
  dates: ['lastScanAt', 'identityRetiredAt'],
})

/** All that is on record of endpoints. `ids`: what holds their ids. */
export const endpointReadings = (ids: string) => ({
  endpoints: endpoints(ids),
  addresses: currentAddresses(ids),
  sharedUses: sharedUses(ids),
  rotations: rotations(ids),
  keyExposures: keyExposures(ids),
  leafRecords: leafRecords(ids),
  borrowedNames: borrowedNames(ids),
})

const readings = endpointReadings('$1')

/** As loadEndpointFacts. A handful of queries, however many endpoints. */
export async function loadEndpoints(db: Db, ids: readonly string[], now: Date): Promise<LoadedEndpoints> {
  return judgeEndpoints(db, await readTogether<EndpointRows>(db, readings, [ids]), now)
}

/** What was read of endpoints, with their chains judged by their stores of now. Two queries, where nothing is new. */
export async function judgeEndpoints(db: Db, found: Found, now: Date): Promise<LoadedEndpoints> {
  const addresses = await toAddresses(db, found.addresses)
  const storeIds = found.endpoints.flatMap(({ storeId }) => storeId ?? [])
  const context = await loadChainContext(db, addresses, storeIds)
  const storeOf = ({ storeId }: EndpointRow) => (storeId === null ? null : (context.stores.get(storeId) ?? null))
  const questions = found.endpoints.map((row) => ({
    id: row.id,
    store: storeOf(row),
    identity: row.identityKind ?? 'dns',
  }))
  const tested = withKeyTests(await judgeAddresses(db, addresses, questions, context, now), addresses.ders)
  const judged = withTimestamps(tested, addresses.ders, context.ctLogs)
  const stores = new Map(
    [...context.stores].map(([id, store]) => [id, storeFacts(store, context.anchors.get(id) ?? null, now)]),
  )
  const ofEndpoint = recordsOf(found)
  const subjects = found.endpoints.map((row): [string, EndpointSubject] => {
    const own = judged.get(row.id) ?? []
    const facts: EndpointFacts = {
      subject: 'endpoint',
      id: row.id,
      host: row.host,
      port: row.port,
      serverName: row.serverName,
      transport: row.transport,
      internetFacing: isInternetFacing(own),
      identity: toIdentityRecord(row),
      store: row.storeId === null ? null : (stores.get(row.storeId) ?? null),
      lastScanAt: row.lastScanAt,
      lastOutcome: row.lastOutcome,
      addresses: own,
      clientAuthorities: context.clientAuthorities,
      ...(context.ctLogs && { ctLogs: context.ctLogs }),
      ...ofEndpoint(row.id),
    }
    const policy = effectivePolicy(row.environmentPolicy, row.identityPolicy)
    return [row.id, { facts, policy, store: storeOf(row) }]
  })
  return { subjects: new Map(subjects), addresses }
}

/** What the records know beside what is seen. */
function recordsOf(found: Found) {
  const ids = found.endpoints.map(({ id }) => id)
  const uses = toSharedUses(found.sharedUses)
  const steps = toRotations(found.rotations)
  const exposures = toKeyExposures(found.keyExposures, ids)
  const leaves = toLeafRecords(found.leafRecords)
  const borrowed = toBorrowedNames(found.borrowedNames, ids)
  return (id: string) => {
    const own = leaves.get(id)
    return {
      sharedUses: uses.get(id) ?? [],
      rotations: steps.get(id) ?? [],
      keyExposures: exposures.get(id) ?? [],
      borrowedNames: borrowed.get(id) ?? [],
      ...(own && { leafRecords: own }),
    }
  }
}

/** Anchors distrusted by key from a date that has passed anchor nothing. */
export function storeFacts(
  { id, name, publicRoots, version, anchors, distrust }: TrustContext,
  chosen: readonly AnchorFact[] | null,
  now: Date,
): NonNullable<EndpointFacts['store']> {
  const anchorSha256 = [...anchors.bySubject.values()].flat().flatMap(({ sha256, spkiSha256 }) => {
    const entry = distrust.get(spkiSha256)
    return entry && entry.effectiveAt <= now.getTime() ? [] : [sha256]
  })
  return { id, name, publicRoots, version, anchorSha256, ...(chosen && { anchors: chosen }) }
}

/** One public address is enough; null where there is none of any kind. */
export function isInternetFacing(addresses: readonly Pick<AddressFacts, 'ip'>[]): boolean | null {
  if (addresses.length === 0) return null
  return addresses.some(({ ip }) => ipaddr.isValid(ip) && ipaddr.process(ip).range() === 'unicast')
}
