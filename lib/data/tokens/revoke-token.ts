import { AppError } from '#lib/core/errors.ts'
import { hasRole, type Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction } from '../sql.ts'
import { tokenOwner } from './token-owner.ts'

/**
 * Holds from the next request on. Throws `forbidden` below analyst, `not-found` where no token of this id holds, or,
 * below admin, where it is somebody else's.
 */
export async function revokeToken(principal: Principal, id: string): Promise<void> {
  requireRole(principal, 'analyst')
  await inTransaction(async (tx) => {
    const owner = await tokenOwner(tx, principal)
    const revoked = await tx.query(
      'UPDATE api_token SET revoked_at = now() WHERE id::text = $1 AND revoked_at IS NULL AND ($2 OR created_by_id = $3)',
      [id, hasRole(principal, 'admin'), owner],
    )
    if (revoked.rowCount === 0) throw new AppError('not-found', 'There is no token with this id that still holds')
    await audit(tx, principal, 'token.revoke', { type: 'token', id })
  })
}
