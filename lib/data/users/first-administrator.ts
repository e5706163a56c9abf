import { hashPassword } from 'better-auth/crypto'
import type { z } from 'zod'
import { systemPrincipal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { insertUser } from './insert-user.ts'
import { administratorFields, parseFields } from './user-fields.ts'

/** Taken by whoever makes the first user, so that one comes of any number of attempts. */
const firstUserLock = 72_707_370

export async function hasUsers(db: Db): Promise<boolean> {
  const found = await rows<{ present: boolean }>(db, 'SELECT EXISTS (SELECT 1 FROM app_user) AS present')
  return found[0]?.present ?? false
}

/**
 * Makes the first user, an administrator; null where there is a user already or `admit`, asked inside the
 * transaction, says no. Throws `invalid-input`.
 */
export async function createFirstAdministrator(
  input: z.input<typeof administratorFields>,
  admit: (tx: Db) => Promise<boolean>,
): Promise<string | null> {
  const { password, ...user } = parseFields(administratorFields, input)
  const passwordHash = await hashPassword(password)
  return inTransaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [firstUserLock])
    if ((await hasUsers(tx)) || !(await admit(tx))) return null
    const id = await insertUser(tx, { ...user, role: 'admin', passwordHash })
    await audit(
      tx,
      systemPrincipal,
      'user.create',
      { type: 'user', id },
      { email: user.email, role: 'admin', first: true },
    )
    return id
  })
}
