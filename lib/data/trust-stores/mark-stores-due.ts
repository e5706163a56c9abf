import type { Db } from '../sql.ts'
import { endpointStoreId, endpointStoreTables, identityStoreId, identityStoreTables } from './effective-store.ts'

/**
 * Makes all that answers to these stores due for judgement: thousands are judged in batches, within seconds; nothing is
 * scanned. Where what answers to a store changes, it is called on both sides of the change.
 */
export async function markStoresDue(tx: Db, storeIds: readonly string[]): Promise<void> {
  await markEndpointsOfStoresDue(tx, storeIds)
  await markIdentitiesOfStoresDue(tx, storeIds)
}

/** For transactions that write certificates in between: locks go by endpoints, certificates, identities (`inTransaction`). */
export async function markEndpointsOfStoresDue(tx: Db, storeIds: readonly string[]): Promise<void> {
  if (storeIds.length === 0) return
  await tx.query(
    `UPDATE endpoint SET reevaluate_at = now() WHERE id IN (
       SELECT e.id FROM ${endpointStoreTables} WHERE ${endpointStoreId} = ANY ($1::uuid[]) ORDER BY e.id FOR NO KEY UPDATE OF e)`,
    [storeIds],
  )
}

/** Identities that answer to the stores as a whole, and those of endpoints that do. */
export async function markIdentitiesOfStoresDue(tx: Db, storeIds: readonly string[]): Promise<void> {
  if (storeIds.length === 0) return
  await tx.query(
    `UPDATE identity SET reevaluate_at = now() WHERE id IN (
       SELECT i.id FROM ${identityStoreTables} WHERE ${identityStoreId} = ANY ($1::uuid[])
           OR EXISTS (SELECT 1 FROM endpoint e WHERE e.identity_id = i.id AND ${endpointStoreId} = ANY ($1::uuid[]))
        ORDER BY i.id FOR NO KEY UPDATE OF i)`,
    [storeIds],
  )
}
