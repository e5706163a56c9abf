import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'

export interface ResolvedStore {
  readonly id: string
  readonly name: string
  readonly asOf: Date
  readonly version: string
  /** Where it was said: for the identity, for its environment, or nowhere. */
  readonly from: 'identity' | 'environment' | 'default'
}

/** The store that an identity answers to: its own, else its environment's, else the default; null where there is none. */
export async function findStoreForIdentity(principal: Principal, identityId: string): Promise<ResolvedStore | null> {
  requireRole(principal, 'viewer')
  const [store] = await rows<{ [Key in keyof ResolvedStore]: ResolvedStore[Key] }>(
    pool(),
    `SELECT s.id, s.name, s.as_of AS "asOf", s.version, c.from
       FROM identity i LEFT JOIN environment env ON env.id = i.environment_id
      CROSS JOIN LATERAL (VALUES (1, i.trust_store_id, 'identity'), (2, env.trust_store_id, 'environment'),
             (3, (SELECT id FROM trust_store WHERE is_default ORDER BY created_at LIMIT 1), 'default')) AS c(rank, store_id, "from")
       JOIN trust_store s ON s.id = c.store_id
      WHERE i.id = $1 ORDER BY c.rank LIMIT 1`,
    [identityId],
  )
  return store ?? null
}
