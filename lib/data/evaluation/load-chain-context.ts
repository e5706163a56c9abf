import type { AddressFacts, AnchorFact, ClientAuthorityFact } from '#lib/checks/facts.ts'
import type { CtLogList } from '#lib/x509/transparency/ct-log.ts'
import { currentLogList, type LogListRow, loadLogList } from '../ct-logs/stored-log-list.ts'
import { readTogether } from '../read-together.ts'
import { revocationStatuses, type StatusRow, toRevocation } from '../revocation/load-revocation.ts'
import type { Db } from '../sql.ts'
import { type FetchedRow, fetchedIssuers, issuerUrls, loadFetchedIssuers } from '../trust/known-issuers.ts'
import {
  type DistrustRow,
  distrustEntries,
  type StoreRow,
  type TrustContext,
  toTrustContexts,
  trustStores,
} from '../trust/load-trust-context.ts'
import { type EdgeRow, StoredEdges, storedEdges } from '../trust/stored-edges.ts'
import type { KnownOfChains } from './judge-addresses.ts'
import type { LoadedAddresses } from './load-addresses.ts'
import {
  authorityNames,
  clientAuthorities,
  type NamedAuthority,
  toClientAuthorities,
} from './load-client-authorities.ts'
import { type AnchorRow, storeAnchors, toStoreAnchors } from './load-store-anchors.ts'
import { knownPaths } from './with-revocation.ts'

/** Stores, and what is known of the chains that are judged by them. */
export interface ChainContext extends KnownOfChains {
  /** By id. */
  readonly stores: ReadonlyMap<string, TrustContext>
  /** The anchors that somebody chose, by store id. */
  readonly anchors: ReadonlyMap<string, readonly AnchorFact[]>
  readonly clientAuthorities: ReadonlyMap<string, ClientAuthorityFact>
  /** Null where none is on record. */
  readonly ctLogs: CtLogList | null
}

type Rows = {
  stores: StoreRow
  distrust: DistrustRow
  anchors: AnchorRow
  authorities: NamedAuthority
  edges: EdgeRow
  fetched: FetchedRow
  revocation: StatusRow
  ctLogs: LogListRow
}

const readings = {
  stores: trustStores('$1'),
  distrust: distrustEntries('$1'),
  anchors: storeAnchors('$1'),
  authorities: clientAuthorities('$2'),
  edges: storedEdges('$3'),
  fetched: fetchedIssuers('$4'),
  revocation: revocationStatuses('$5'),
  ctLogs: currentLogList,
}

/** One query, and where issuers of issuers were fetched, or anchors or logs were not read before, some more. */
export async function loadChainContext(
  db: Db,
  { byEndpoint, ders }: LoadedAddresses,
  storeIds: readonly string[],
): Promise<ChainContext> {
  const addresses = [...byEndpoint.values()].flat()
  const urls = issuerUrls(addresses.flatMap(certificatesOf))
  const concerned = [...new Set([...ders.keys(), ...addresses.flatMap(knownPaths)])]
  const found = await readTogether<Rows>(db, readings, [
    [...new Set(storeIds)],
    authorityNames(addresses),
    [...ders.keys()].map((hash) => Buffer.from(hash, 'hex')),
    urls,
    concerned.map((hash) => Buffer.from(hash, 'hex')),
  ])
  return {
    stores: await toTrustContexts(db, found.stores, found.distrust),
    anchors: toStoreAnchors(found.anchors),
    clientAuthorities: toClientAuthorities(found.authorities),
    edges: new StoredEdges(found.edges),
    revocation: { of: new Set(concerned), known: toRevocation(found.revocation) },
    fetched: await loadFetchedIssuers(db, urls, found.fetched),
    ctLogs: await loadLogList(db, found.ctLogs),
  }
}

function certificatesOf({ latest }: AddressFacts) {
  return [...(latest?.chain ?? []), ...(latest?.otherCertificates ?? [])]
}
