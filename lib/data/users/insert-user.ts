import { AppError } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Role } from '#lib/core/principal.ts'
import { type Db, sqlState } from '../sql.ts'

export interface NewUser {
  readonly name: string
  /** In lower case, as it is looked up at sign-in. */
  readonly email: string
  readonly role: Role
  readonly passwordHash: string
}

/** Writes a user and the account that better-auth signs in with. Throws `conflict` where the e-mail is taken. */
export async function insertUser(tx: Db, user: NewUser): Promise<string> {
  const id = newId()
  try {
    await tx.query('INSERT INTO app_user (id, name, email, role, email_verified) VALUES ($1, $2, $3, $4, false)', [
      id,
      user.name,
      user.email,
      user.role,
    ])
  } catch (cause) {
    if (sqlState(cause) !== '23505') throw cause
    const problems = [{ at: 'email', problem: 'Somebody has this address already.' }]
    throw new AppError('conflict', 'Somebody has this address already.', { problems, cause })
  }
  await tx.query(
    "INSERT INTO account (id, account_id, provider_id, user_id, password) VALUES ($1, $2, 'credential', $2, $3)",
    [newId(), id, user.passwordHash],
  )
  return id
}
