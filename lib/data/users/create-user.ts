import { hashPassword } from 'better-auth/crypto'
import type { z } from 'zod'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction } from '../sql.ts'
import { insertUser } from './insert-user.ts'
import { parseFields, userFields } from './user-fields.ts'

/** Makes a user who can sign in at once; returns the id. Throws `forbidden` below admin, `invalid-input`, `conflict`. */
export async function createUser(principal: Principal, input: z.input<typeof userFields>): Promise<string> {
  requireRole(principal, 'admin')
  const { password, ...user } = parseFields(userFields, input)
  const passwordHash = await hashPassword(password)
  return inTransaction(async (tx) => {
    const id = await insertUser(tx, { ...user, passwordHash })
    await audit(tx, principal, 'user.create', { type: 'user', id }, { email: user.email, role: user.role })
    return id
  })
}
