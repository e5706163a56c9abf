import type { Principal } from '#lib/core/principal.ts'
import { type Db, rows } from '../sql.ts'

/** The id of the user who answers for what this principal does with tokens; null for the system. */
export async function tokenOwner(db: Db, principal: Principal): Promise<string | null> {
  if (principal.kind === 'user') return principal.id
  if (principal.kind === 'system') return null
  const query = 'SELECT created_by_id AS "ownerId" FROM api_token WHERE id::text = $1'
  const [token] = await rows<{ ownerId: string | null }>(db, query, [principal.id])
  return token?.ownerId ?? null
}
