import { hasRole, type Principal, type Role } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { tokenOwner } from './token-owner.ts'
import type { TokenPurpose } from './verify-token.ts'

export interface TokenRow {
  readonly id: string
  readonly name: string
  /** The first characters, to tell tokens apart. */
  readonly prefix: string
  readonly role: Role
  /** A feed's token opens nothing else. */
  readonly purpose: TokenPurpose
  readonly createdByName: string | null
  readonly createdAt: Date
  /** Within a minute. */
  readonly lastUsedAt: Date | null
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
}

/**
 * Newest first, revoked and expired ones included, of one purpose where it is given; below admin only one's own. Throws
 * `forbidden` below analyst.
 */
export async function listTokens(principal: Principal, purpose?: TokenPurpose): Promise<readonly TokenRow[]> {
  requireRole(principal, 'analyst')
  const owner = hasRole(principal, 'admin') ? null : await tokenOwner(pool(), principal)
  return rows<TokenRow & { [column: string]: unknown }>(
    pool(),
    `SELECT t.id, t.name, t.prefix, t.role, t.purpose, u.name AS "createdByName", t.created_at AS "createdAt",
       t.last_used_at AS "lastUsedAt", t.expires_at AS "expiresAt", t.revoked_at AS "revokedAt"
     FROM api_token t LEFT JOIN app_user u ON u.id = t.created_by_id
     WHERE ($1 OR t.created_by_id = $2) AND t.purpose = coalesce($3, t.purpose) ORDER BY t.created_at DESC, t.id LIMIT 1000`,
    [hasRole(principal, 'admin'), owner, purpose ?? null],
  )
}
