import { AppError } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction, rows } from '../sql.ts'
import { storableText } from '../storable.ts'
import type { NewSavedView } from './saved-view.ts'

/** Views that one user may keep per page. */
const most = 50

/**
 * Saves a page's query under a name; one's own view of that name is replaced. Returns its id. Throws `forbidden` for
 * tokens, which have no views, and for a viewer who would share; `too-large` past 50 views of a page.
 */
export async function saveView(principal: Principal, view: NewSavedView): Promise<string> {
  requireRole(principal, view.shared ? 'analyst' : 'viewer')
  if (principal.kind !== 'user') throw new AppError('forbidden', 'Only users have saved views.')
  const query = new URLSearchParams(view.query)
  // A place within the list as it was then is no part of the view.
  query.delete('cursor')
  return inTransaction(async (tx) => {
    const [kept] = await rows<{ count: number }>(
      tx,
      'SELECT count(*)::int AS count FROM saved_view WHERE user_id = $1 AND page = $2 AND name <> $3',
      [principal.id, view.page, storableText(view.name)],
    )
    if ((kept?.count ?? 0) >= most)
      throw new AppError('too-large', `A page can have ${most} saved views; delete one first.`)
    const [saved] = await rows<{ id: string }>(
      tx,
      `INSERT INTO saved_view (id, user_id, page, name, query, shared) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (user_id, page, name) DO UPDATE SET query = EXCLUDED.query, shared = EXCLUDED.shared RETURNING id`,
      [newId(), principal.id, view.page, storableText(view.name), query.toString(), view.shared],
    )
    const id = saved?.id ?? ''
    if (view.shared)
      await audit(tx, principal, 'saved-view.share', { type: 'saved-view', id }, { page: view.page, name: view.name })
    return id
  })
}
