import { AppError } from '#lib/core/errors.ts'
import { type Db, rows } from '../sql.ts'

/**
 * Locks the administrators and throws `conflict` where `userId` is the only one left: somebody has to be able to
 * undo what is about to be done.
 */
export async function keepAnAdministrator(tx: Db, userId: string): Promise<void> {
  const administrators = await rows<{ id: string }>(
    tx,
    "SELECT id FROM app_user WHERE role = 'admin' AND NOT banned ORDER BY id FOR UPDATE",
  )
  if (administrators.some(({ id }) => id !== userId)) return
  if (administrators.length === 0) return
  throw new AppError('conflict', 'This is the last administrator; name another one first')
}
