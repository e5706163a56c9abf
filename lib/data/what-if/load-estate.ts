import { pool } from '#lib/db/client.ts'
import { fingerprint } from '#lib/x509/fingerprint.ts'
import { ParseError } from '#lib/x509/parse-error.ts'
import { Estate, type EstateLeaf } from '#lib/x509/path/estate.ts'
import { identityOfEndpoint, servedNow, servedPlaces } from '../served-places.ts'
import { type Db, rows } from '../sql.ts'
import { loadEdges } from '../trust/stored-edges.ts'
import { endpointStoreId } from '../trust-stores/effective-store.ts'

/** A chain that some address serves, with what it is judged by. */
export interface ServedChain {
  readonly endpointId: string
  readonly identityId: string | null
  readonly identityKind: 'dns' | 'spiffe'
  /** Null where no store counts for it. */
  readonly storeId: string | null
  readonly leafSha256: string
  /** Null where the leaf can't be read strictly. */
  readonly leaf: EstateLeaf | null
}

export interface LoadedEstate {
  readonly estate: Estate
  readonly chains: readonly ServedChain[]
}

interface ChainRow {
  endpointId: string
  identityId: string | null
  identityKind: 'dns' | 'spiffe' | null
  storeId: string | null
  addressId: string
  /** SHA-256 of every leaf that the address shows, and of what it sends above them. */
  leaves: Buffer[]
  others: Buffer[] | null
}

/** Chains that are read at once: their bytes are held no longer than it takes to read them. */
const pageSize = 2000

/**
 * The chains that enabled endpoints serve now, read and with their signatures known: what is verified for the first
 * time is written down. `onProgress` is told how many of how many chains stand.
 */
export async function loadEstate(
  onProgress: (done: number, total: number) => Promise<void> = async () => {},
  signal?: AbortSignal,
): Promise<LoadedEstate> {
  const total = await countChains(pool())
  const estates = new Estate()
  const known = new Map<string, Uint8Array>()
  const chains: ServedChain[] = []
  for (let after = ''; ; ) {
    signal?.throwIfAborted()
    const page = await listChains(pool(), after)
    chains.push(...(await readPage(estates, page, known)))
    await onProgress(chains.length, total)
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return { estate: estates, chains }
    after = last.addressId
  }
}

async function readPage(
  estate: Estate,
  page: readonly ChainRow[],
  issuers: Map<string, Uint8Array>,
): Promise<ServedChain[]> {
  const leaves = await loadDers(
    pool(),
    page.flatMap((row) => hexes(row.leaves)),
  )
  const missing = new Set(page.flatMap((row) => hexes(row.others)).filter((hash) => !issuers.has(hash)))
  for (const [hash, der] of await loadDers(pool(), [...missing])) issuers.set(hash, der)
  const edges = await loadEdges(pool(), [...leaves.keys()])
  const chains = page.flatMap((row) => {
    const { endpointId, identityId, identityKind, storeId } = row
    const others = hexes(row.others).flatMap((hash) => issuers.get(hash) ?? [])
    return hexes(row.leaves).map((leafSha256): ServedChain => {
      const der = leaves.get(leafSha256)
      const read = der && estate.add(der, others, fingerprint, edges)
      const leaf = read === undefined || read instanceof ParseError ? null : read
      return { endpointId, identityId, identityKind: identityKind ?? 'dns', storeId, leafSha256, leaf }
    })
  })
  await edges.save(pool())
  return chains
}

function hexes(hashes: readonly Buffer[] | null): string[] {
  return (hashes ?? []).map((hash) => hash.toString('hex'))
}

/** DER of certificates by SHA-256 in hex. */
export async function loadDers(db: Db, hashes: readonly string[]): Promise<Map<string, Uint8Array>> {
  if (hashes.length === 0) return new Map()
  const found = await rows<{ sha256: string; der: Buffer }>(
    db,
    `SELECT encode(sha256, 'hex') AS sha256, der FROM certificate WHERE sha256 = ANY ($1::bytea[])`,
    [[...new Set(hashes)].map((hash) => Buffer.from(hash, 'hex'))],
  )
  return new Map(found.map((row) => [row.sha256, row.der]))
}

async function countChains(db: Db): Promise<number> {
  const [row] = await rows<{ count: number }>(
    db,
    `SELECT count(*)::int AS count FROM ${servedPlaces} WHERE ${servedNow} AND p.position = 0`,
  )
  return row?.count ?? 0
}

/** By address. */
function listChains(db: Db, after: string): Promise<ChainRow[]> {
  return rows<ChainRow>(
    db,
    `SELECT e.id AS "endpointId", e.identity_id AS "identityId", i.kind AS "identityKind", a.id AS "addressId",
            ${endpointStoreId} AS "storeId",
            array_agg(c.sha256 ORDER BY c.sha256) FILTER (WHERE p.position = 0) AS leaves,
            array_agg(c.sha256 ORDER BY p.position) FILTER (WHERE p.position > 0) AS others
       FROM ${servedPlaces} JOIN certificate c ON c.id = p.certificate_id
       ${identityOfEndpoint}
      WHERE ${servedNow} AND ($1 = '' OR a.id > $1::uuid)
      GROUP BY e.id, i.id, env.id, a.id HAVING bool_or(p.position = 0) ORDER BY a.id LIMIT ${pageSize}`,
    [after],
  )
}
