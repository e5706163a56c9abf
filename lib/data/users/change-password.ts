import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction, rows } from '../sql.ts'
import { admitPasswordChange, forgetPasswordChanges } from './sign-in-limit.ts'
import { parseFields, passwordField } from './user-fields.ts'

/**
 * A user's own password; every session of theirs ends. Throws `invalid-input` at `current` or `password`,
 * `forbidden` for anything but a signed-in user, `rate-limited` after too many wrong guesses.
 */
export async function changePassword(
  principal: Principal,
  input: { readonly current: string; readonly password: string },
): Promise<void> {
  if (principal.kind !== 'user') throw new AppError('forbidden', 'Only a signed-in user has a password')
  if (!(await admitPasswordChange(principal.id))) {
    await auditFailure(principal, 'too-many')
    throw new AppError('rate-limited', 'Too many attempts; try again in some minutes')
  }
  const [account] = await rows<{ password: string | null }>(
    pool(),
    "SELECT password FROM account WHERE user_id = $1 AND provider_id = 'credential'",
    [principal.id],
  )
  if (!account?.password || !(await verifyPassword({ hash: account.password, password: input.current }))) {
    await auditFailure(principal, 'wrong-password')
    const problems = [{ at: 'current', problem: 'This is not your password now.' }]
    throw new AppError('invalid-input', 'The present password is wrong', { problems })
  }
  await forgetPasswordChanges(principal.id)
  await writePassword(principal, principal.id, input.password)
}

async function auditFailure(principal: Principal, reason: 'wrong-password' | 'too-many'): Promise<void> {
  await audit(pool(), principal, 'user.change-password-failed', { type: 'user', id: principal.id }, { reason })
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
