import { AppError } from '#lib/core/errors.ts'
import { hasRole, type Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction, rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'

/** Deletes one's own view; an administrator also what others share. Throws `not-found` for any other. */
export async function deleteView(principal: Principal, id: string): Promise<void> {
  requireRole(principal, 'viewer')
  await inTransaction(async (tx) => {
    const [gone] = isUuid(id)
      ? await rows<{ name: string; page: string; shared: boolean }>(
          tx,
          'DELETE FROM saved_view WHERE id = $1 AND (user_id = $2 OR shared AND $3) RETURNING name, page, shared',
          [id, principal.id, hasRole(principal, 'admin')],
        )
      : []
    if (!gone) throw new AppError('not-found', 'There is no such view of yours.')
    if (gone.shared)
      await audit(tx, principal, 'saved-view.delete', { type: 'saved-view', id }, { page: gone.page, name: gone.name })
  })
}
