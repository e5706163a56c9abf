import type { Principal, Role } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'

export interface TokenRow {
  readonly id: string
  readonly name: string
  /** The first characters, to tell tokens apart. */
  readonly prefix: string
  readonly role: Role
  readonly createdByName: string | null
  readonly createdAt: Date
  /** Within a minute. */
  readonly lastUsedAt: Date | null
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
}

/** Newest first, revoked and expired ones included. Throws `forbidden` below admin. */
export async function listTokens(principal: Principal): Promise<readonly TokenRow[]> {
  requireRole(principal, 'admin')
  return rows<TokenRow & { [column: string]: unknown }>(
    pool(),
    `SELECT t.id, t.name, t.prefix, t.role, u.name AS "createdByName", t.created_at AS "createdAt",
       t.last_used_at AS "lastUsedAt", t.expires_at AS "expiresAt", t.revoked_at AS "revokedAt"
     FROM api_token t LEFT JOIN app_user u ON u.id = t.created_by_id
     ORDER BY t.created_at DESC, t.id LIMIT 1000`,
  )
}
