import type { EndpointFacts } from '#lib/checks/facts.ts'
import { type Db, rows } from '../sql.ts'

type StoreFacts = NonNullable<EndpointFacts['store']>

/** The stores by id, with their anchors' hashes. Anchors distrusted by key from a date that has passed are left out. */
export async function loadStores(db: Db, storeIds: readonly string[], now: Date): Promise<Map<string, StoreFacts>> {
  if (storeIds.length === 0) return new Map()
  const stores = await rows<{
    id: string
    name: string
    publicRoots: boolean
    version: string
    anchorSha256: string[]
  }>(
    db,
    `SELECT s.id, s.name, s.public_roots AS "publicRoots", s.version,
            COALESCE(array_agg(encode(c.sha256, 'hex') ORDER BY c.sha256) FILTER (WHERE c.id IS NOT NULL), '{}') AS "anchorSha256"
       FROM trust_store s
       LEFT JOIN trust_anchor a ON a.trust_store_id = s.id
       LEFT JOIN certificate c ON c.id = a.certificate_id AND NOT EXISTS (
            SELECT 1 FROM distrust_entry d
             WHERE d.trust_store_id = s.id AND d.spki_sha256 = c.spki_sha256 AND d.effective_at <= $2)
      WHERE s.id = ANY ($1::uuid[]) GROUP BY s.id`,
    [[...new Set(storeIds)], now],
  )
  return new Map(stores.map((store) => [store.id, store]))
}
