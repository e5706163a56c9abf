import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { identityStoreId, identityStoreOrigin, identityStoreTables, type StoreOrigin } from './effective-store.ts'

export interface ResolvedStore {
  readonly id: string
  readonly name: string
  readonly asOf: Date
  readonly version: string
  /** Who said so. */
  readonly from: StoreOrigin
}

/** The store that an identity as a whole answers to (effective-store.ts); null where there is none. */
export async function findStoreForIdentity(principal: Principal, identityId: string): Promise<ResolvedStore | null> {
  requireRole(principal, 'viewer')
  const [store] = await rows<{ [Key in keyof ResolvedStore]: ResolvedStore[Key] }>(
    pool(),
    `SELECT s.id, s.name, s.as_of AS "asOf", s.version, c.origin AS "from"
       FROM (SELECT ${identityStoreId} AS store_id, ${identityStoreOrigin} AS origin FROM ${identityStoreTables} WHERE i.id = $1) c
       JOIN trust_store s ON s.id = c.store_id`,
    [identityId],
  )
  return store ?? null
}
