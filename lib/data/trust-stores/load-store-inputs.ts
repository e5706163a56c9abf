import { pool } from '#lib/db/client.ts'
import { rows } from '../sql.ts'

/** A store as a scanner judges by it (the shape of scan's TrustStoreInput). */
export interface StoreInput {
  readonly id: string
  readonly name: string
  readonly asOf: string
  /** Names the anchors: another one where some are left out. */
  readonly version: string
  readonly anchors: readonly Uint8Array[]
  readonly publicRoots: boolean
}

/** Stores by id; keys that are distrusted by now anchor nothing. */
export async function loadStoreInputs(
  storeIds: readonly string[],
  now: Date = new Date(),
): Promise<Map<string, StoreInput>> {
  if (storeIds.length === 0) return new Map()
  const stores = await rows<{
    id: string
    name: string
    asOf: Date
    version: string
    publicRoots: boolean
    anchors: Buffer[]
  }>(
    pool(),
    `SELECT s.id, s.name, s.as_of AS "asOf", s.public_roots AS "publicRoots",
            s.version || COALESCE(' without ' || left(md5(string_agg(encode(c.sha256, 'hex'), ' ' ORDER BY c.sha256)
                                                            FILTER (WHERE d.id IS NOT NULL)), 12), '') AS version,
            COALESCE(array_agg(c.der ORDER BY c.sha256) FILTER (WHERE c.id IS NOT NULL AND d.id IS NULL), '{}') AS anchors
       FROM trust_store s
       LEFT JOIN trust_anchor a ON a.trust_store_id = s.id
       LEFT JOIN certificate c ON c.id = a.certificate_id
       LEFT JOIN distrust_entry d ON d.trust_store_id = s.id AND d.spki_sha256 = c.spki_sha256 AND d.effective_at <= $2
      WHERE s.id = ANY ($1::uuid[]) GROUP BY s.id`,
    [[...new Set(storeIds)], now],
  )
  return new Map(stores.map((store) => [store.id, { ...store, asOf: store.asOf.toISOString() }]))
}
