import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'

export interface TrustStoreChoice {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly asOf: Date
  readonly isDefault: boolean
}

/** The stores that an identity or an environment can answer to, by name. */
export function listTrustStores(principal: Principal): Promise<TrustStoreChoice[]> {
  requireRole(principal, 'viewer')
  return rows<{ [Key in keyof TrustStoreChoice]: TrustStoreChoice[Key] }>(
    pool(),
    'SELECT id, name, version, as_of AS "asOf", is_default AS "isDefault" FROM trust_store ORDER BY name',
  )
}
