import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { audit } from '../audit.ts'
import { inTransaction, rows } from '../sql.ts'
import { parseFields, userFields } from './user-fields.ts'

export interface OwnAccount {
  readonly name: string
  readonly email: string
  readonly createdAt: Date
  /** Sessions that hold, this one included. */
  readonly sessions: number
}

/** Throws `forbidden` for anything but a signed-in user. */
export async function getOwnAccount(principal: Principal): Promise<OwnAccount> {
  const [account] = await rows<{ [Key in keyof OwnAccount]: OwnAccount[Key] }>(
    pool(),
    `SELECT name, email, created_at AS "createdAt",
       (SELECT count(*)::int FROM session WHERE session.user_id = app_user.id AND expires_at > now()) AS sessions
     FROM app_user WHERE id = $1`,
    [ownId(principal)],
  )
  if (!account) throw new AppError('not-found', 'There is no such user')
  return account
}

const ownFields = z.object({ name: userFields.shape.name })

/** Throws `invalid-input` at `name`, `forbidden` for anything but a signed-in user. */
export async function renameSelf(principal: Principal, input: z.input<typeof ownFields>): Promise<void> {
  const id = ownId(principal)
  const { name } = parseFields(ownFields, input)
  await inTransaction(async (tx) => {
    await tx.query('UPDATE app_user SET name = $2, updated_at = now() WHERE id = $1', [id, name])
    await audit(tx, principal, 'user.rename', { type: 'user', id }, { from: principal.name, to: name })
  })
}

function ownId(principal: Principal): string {
  if (principal.kind !== 'user') throw new AppError('forbidden', 'Only a signed-in user has an account')
  return principal.id
}
