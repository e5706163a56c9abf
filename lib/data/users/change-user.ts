import { AppError } from '#lib/core/errors.ts'
import { type Principal, type Role, roles } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { keepAnAdministrator } from './last-administrator.ts'

/** Holds from the user's next request on. Throws `forbidden`, `not-found`, `conflict` for the last administrator. */
export async function setRole(principal: Principal, userId: string, role: Role): Promise<void> {
  requireRole(principal, 'admin')
  await inTransaction(async (tx) => {
    if (role !== 'admin') await keepAnAdministrator(tx, userId)
    const before = await lockUser(tx, userId)
    await tx.query('UPDATE app_user SET role = $2, updated_at = now() WHERE id = $1', [userId, role])
    const tokensRevoked = await revokeTokensAbove(tx, userId, role)
    await audit(
      tx,
      principal,
      'user.set-role',
      { type: 'user', id: userId },
      { from: before.role, to: role, tokensRevoked },
    )
  })
}

/** Ends the user's sessions and tokens and lets them in no more. Throws as `setRole` does. */
export async function disableUser(principal: Principal, userId: string): Promise<void> {
  requireRole(principal, 'admin')
  await inTransaction(async (tx) => {
    await keepAnAdministrator(tx, userId)
    await lockUser(tx, userId)
    await tx.query('UPDATE app_user SET banned = true, updated_at = now() WHERE id = $1', [userId])
    await tx.query('DELETE FROM session WHERE user_id = $1', [userId])
    const tokensRevoked = await revokeTokensAbove(tx, userId, null)
    await audit(tx, principal, 'user.disable', { type: 'user', id: userId }, { tokensRevoked })
  })
}

/** Lets a disabled user in again; their tokens stay revoked. Throws `forbidden`, `not-found`. */
export async function enableUser(principal: Principal, userId: string): Promise<void> {
  requireRole(principal, 'admin')
  await inTransaction(async (tx) => {
    await lockUser(tx, userId)
    await tx.query('UPDATE app_user SET banned = false, updated_at = now() WHERE id = $1', [userId])
    await audit(tx, principal, 'user.enable', { type: 'user', id: userId })
  })
}

async function lockUser(tx: Db, userId: string): Promise<{ role: string }> {
  const [user] = await rows<{ role: string }>(tx, 'SELECT role FROM app_user WHERE id = $1 FOR UPDATE', [userId])
  if (!user) throw new AppError('not-found', 'There is no user with this id')
  return user
}

/** A token must not outlive the power of who made it. */
async function revokeTokensAbove(tx: Db, userId: string, role: Role | null): Promise<number> {
  const kept = role === null ? [] : roles.slice(0, roles.indexOf(role) + 1)
  const revoked = await tx.query(
    'UPDATE api_token SET revoked_at = now() WHERE created_by_id = $1 AND revoked_at IS NULL AND role <> ALL($2::text[])',
    [userId, kept],
  )
  return revoked.rowCount ?? 0
}
