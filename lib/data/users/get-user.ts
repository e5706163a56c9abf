import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { listUsers, type UserRow } from './list-users.ts'

/** Throws `forbidden` below admin, `not-found`. */
export async function getUser(principal: Principal, id: string): Promise<UserRow> {
  const user = (await listUsers(principal)).find((one) => one.id === id)
  if (!user) throw new AppError('not-found', 'There is no user with this id')
  return user
}
