import ipaddr from 'ipaddr.js'
import type { AddressFacts, AnchorFact, EndpointFacts } from '#lib/checks/facts.ts'
import { type EffectivePolicy, effectivePolicy, type Policy } from '#lib/checks/policy.ts'
import type { Transport } from '#lib/tls/observation.ts'
import { type Db, rows } from '../sql.ts'
import { loadTrustContexts, type TrustContext } from '../trust/load-trust-context.ts'
import { endpointStoreId, endpointStoreTables } from '../trust-stores/effective-store.ts'
import { type IdentityColumns, identityColumns, toIdentityRecord } from './identity-record.ts'
import { judgeAddresses } from './judge-addresses.ts'
import { loadAddresses } from './load-addresses.ts'
import { loadBorrowedNames } from './load-borrowed-names.ts'
import { loadClientAuthorities } from './load-client-authorities.ts'
import { loadKeyExposures } from './load-key-exposures.ts'
import { loadLeafRecords } from './load-leaf-records.ts'
import { loadRotations } from './load-rotations.ts'
import { loadSharedUses } from './load-shared-uses.ts'
import { loadStoreAnchors } from './load-store-anchors.ts'
import { withKeyTests } from './with-key-tests.ts'

/** An endpoint as its checks see it, with the policy that it is judged by. */
export interface EndpointSubject {
  readonly facts: EndpointFacts
  readonly policy: EffectivePolicy
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

/** Facts of endpoints by id; ids that there are not are left out. The number of queries does not depend on `ids`. */
export async function loadEndpointFacts(
  db: Db,
  ids: readonly string[],
  now: Date,
): Promise<Map<string, EndpointSubject>> {
  if (ids.length === 0) return new Map()
  const endpoints = await listRows(db, ids)
  // One connection carries one query at a time, so there is nothing to win by asking at once.
  const addresses = await loadAddresses(db, ids)
  const sharedUses = await loadSharedUses(db, ids)
  const rotations = await loadRotations(db, ids)
  const keyExposures = await loadKeyExposures(db, ids)
  const leafRecords = await loadLeafRecords(db, ids)
  const borrowedNames = await loadBorrowedNames(db, ids)
  const storeIds = endpoints.flatMap((row) => row.storeId ?? [])
  const contexts = await loadTrustContexts(db, storeIds)
  const anchors = await loadStoreAnchors(db, storeIds)
  const stores = new Map([...contexts].map(([id, store]) => [id, storeFacts(store, anchors.get(id) ?? null, now)]))
  const storeOf = (row: EndpointRow) => (row.storeId === null ? null : (contexts.get(row.storeId) ?? null))
  const questions = endpoints.map((row) => ({ id: row.id, store: storeOf(row), identity: row.identityKind ?? 'dns' }))
  const clientAuthorities = await loadClientAuthorities(db, [...addresses.byEndpoint.values()].flat())
  const judged = withKeyTests(await judgeAddresses(db, addresses, questions, now), addresses.ders)
  return new Map(
    endpoints.map((row) => {
      const found = judged.get(row.id) ?? []
      const records = leafRecords.get(row.id)
      const facts: EndpointFacts = {
        subject: 'endpoint',
        id: row.id,
        host: row.host,
        port: row.port,
        serverName: row.serverName,
        transport: row.transport,
        internetFacing: isInternetFacing(found),
        identity: toIdentityRecord(row),
        store: row.storeId === null ? null : (stores.get(row.storeId) ?? null),
        lastScanAt: row.lastScanAt,
        lastOutcome: row.lastOutcome,
        addresses: found,
        clientAuthorities,
        sharedUses: sharedUses.get(row.id) ?? [],
        rotations: rotations.get(row.id) ?? [],
        keyExposures: keyExposures.get(row.id) ?? [],
        borrowedNames: borrowedNames.get(row.id) ?? [],
        ...(records && { leafRecords: records }),
      }
      return [row.id, { facts, policy: effectivePolicy(row.environmentPolicy, row.identityPolicy) }]
    }),
  )
}

function listRows(db: Db, ids: readonly string[]): Promise<EndpointRow[]> {
  return rows<EndpointRow>(
    db,
    `SELECT e.id, e.host, e.port, e.server_name AS "serverName", e.transport, e.last_scan_at AS "lastScanAt",
            e.last_outcome AS "lastOutcome", i.policy AS "identityPolicy", env.policy AS "environmentPolicy",
            ${endpointStoreId} AS "storeId", ${identityColumns}
       FROM ${endpointStoreTables}
      WHERE e.id = ANY ($1::uuid[])`,
    [ids],
  )
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
