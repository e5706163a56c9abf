import type { EstateLeaf } from '#lib/x509/path/estate-leaf.ts'
import { identityOfEndpoint, servedNow, servedPlaces } from '../served-places.ts'
import { type Db, rows } from '../sql.ts'
import { endpointStoreId } from '../trust-stores/effective-store.ts'

/** A chain that some address serves, with what it is judged by. */
export interface ServedChain {
  readonly endpointId: string
  readonly identityId: string | null
  readonly environmentId: string | null
  readonly identityKind: 'dns' | 'spiffe'
  /** Null where no store counts for it. */
  readonly storeId: string | null
  readonly leafSha256: string
  /** Null where the leaf can't be read strictly. */
  readonly leaf: EstateLeaf | null
}

export interface ChainRow {
  endpointId: string
  identityId: string | null
  environmentId: string | null
  identityKind: 'dns' | 'spiffe' | null
  storeId: string | null
  /** SHA-256 of every leaf that the address shows, and of what it sends above them. */
  leaves: Buffer[]
  others: Buffer[] | null
}

/** Chains that are served now: a leaf at an address. */
export async function countChains(db: Db): Promise<number> {
  const [row] = await rows<{ count: number }>(
    db,
    `SELECT count(*)::int AS count FROM ${servedPlaces} WHERE ${servedNow} AND p.position = 0`,
  )
  return row?.count ?? 0
}

/** Ids of addresses, in order, after one. */
export async function listAddressIds(db: Db, after: string | null, limit: number): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    `SELECT id FROM address WHERE gone_at IS NULL AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT ${limit}`,
    [after],
  )
  return found.map(({ id }) => id)
}

/** What these addresses serve now, in their order. */
export function listChains(db: Db, addressIds: readonly string[]): Promise<ChainRow[]> {
  return rows<ChainRow>(
    db,
    `SELECT e.id AS "endpointId", e.identity_id AS "identityId", env.id AS "environmentId", i.kind AS "identityKind",
            ${endpointStoreId} AS "storeId",
            array_agg(c.sha256 ORDER BY c.sha256) FILTER (WHERE p.position = 0) AS leaves,
            array_agg(c.sha256 ORDER BY p.position) FILTER (WHERE p.position > 0) AS others
       FROM ${servedPlaces} JOIN certificate c ON c.id = p.certificate_id
       ${identityOfEndpoint}
      WHERE ${servedNow} AND a.id = ANY ($1::uuid[])
      GROUP BY e.id, i.id, env.id, a.id HAVING bool_or(p.position = 0) ORDER BY a.id`,
    [addressIds],
  )
}

/** DER of certificates by SHA-256 in hex. */
export async function loadDers(db: Db, hashes: readonly string[]): Promise<Map<string, Uint8Array>> {
  if (hashes.length === 0) return new Map()
  const found = await rows<{ sha256: string; der: Buffer }>(
    db,
    `SELECT encode(sha256, 'hex') AS sha256, der FROM certificate WHERE sha256 = ANY ($1::bytea[])`,
    [buffersOf(hashes)],
  )
  return new Map(found.map((row) => [row.sha256, row.der]))
}

/** Hex hashes as the database has them, each once. */
export function buffersOf(hashes: readonly string[]): Buffer[] {
  return [...new Set(hashes)].map((hash) => Buffer.from(hash, 'hex'))
}
