import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction } from '../sql.ts'

/** Holds from the next request on. Throws `forbidden` below admin, `not-found` where no token of this id holds. */
export async function revokeToken(principal: Principal, id: string): Promise<void> {
  requireRole(principal, 'admin')
  await inTransaction(async (tx) => {
    const revoked = await tx.query(
      'UPDATE api_token SET revoked_at = now() WHERE id::text = $1 AND revoked_at IS NULL',
      [id],
    )
    if (revoked.rowCount === 0) throw new AppError('not-found', 'There is no token with this id that still holds')
    await audit(tx, principal, 'token.revoke', { type: 'token', id })
  })
}
