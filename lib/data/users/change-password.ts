import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction, rows } from '../sql.ts'
import { parseFields, passwordField } from './user-fields.ts'

/**
 * A user's own password; every session of theirs ends. Throws `invalid-input` at `current` or `password`,
 * `forbidden` for anything but a signed-in user.
 */
export async function changePassword(
  principal: Principal,
  input: { readonly current: string; readonly password: string },
): Promise<void> {
  if (principal.kind !== 'user') throw new AppError('forbidden', 'Only a signed-in user has a password')
  const [account] = await rows<{ password: string | null }>(
    pool(),
    "SELECT password FROM account WHERE user_id = $1 AND provider_id = 'credential'",
    [principal.id],
  )
  if (!account?.password || !(await verifyPassword({ hash: account.password, password: input.current }))) {
    const problems = [{ at: 'current', problem: 'This is not your password now.' }]
    throw new AppError('invalid-input', 'The present password is wrong', { problems })
  }
  await writePassword(principal, principal.id, input.password)
}

/** An administrator gives a user a new password; every session of theirs ends. Throws `forbidden`, `not-found`. */
export async function resetPassword(principal: Principal, userId: string, password: string): Promise<void> {
  requireRole(principal, 'admin')
  await writePassword(principal, userId, password)
}

async function writePassword(principal: Principal, userId: string, input: string): Promise<void> {
  const { password } = parseFields(passwordField, { password: input })
  const hash = await hashPassword(password)
  await inTransaction(async (tx) => {
    const changed = await tx.query(
      "UPDATE account SET password = $2, updated_at = now() WHERE user_id = $1 AND provider_id = 'credential'",
      [userId, hash],
    )
    if (changed.rowCount === 0) throw new AppError('not-found', 'There is no user with this id and a password')
    await tx.query('DELETE FROM session WHERE user_id = $1', [userId])
    await audit(tx, principal, 'user.change-password', { type: 'user', id: userId })
  })
}
