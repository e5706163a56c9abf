import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'

export interface StoreUse {
  readonly kind: 'environment' | 'identity' | 'rule'
  readonly id: string
  /** Of a rule: its host pattern. */
  readonly name: string
}

/** More are counted by the store's summary, and not named. */
export const usesShown = 200

/** The environments, identities and rules that name a store themselves: in this order, each by name. */
export function listStoreUses(principal: Principal, storeId: string): Promise<StoreUse[]> {
  requireRole(principal, 'viewer')
  if (!isUuid(storeId)) return Promise.resolve([])
  return rows<{ [Key in keyof StoreUse]: StoreUse[Key] }>(
    pool(),
    `SELECT kind, id, name FROM (
       SELECT 'environment' AS kind, id, name FROM environment WHERE trust_store_id = $1
       UNION ALL SELECT 'identity', id, name FROM identity WHERE trust_store_id = $1
       UNION ALL SELECT 'rule', id, host_pattern FROM identity_rule WHERE trust_store_id = $1) used
     ORDER BY kind, lower(name), id LIMIT ${usesShown}`,
    [storeId],
  )
}
