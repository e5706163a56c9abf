import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import type { SavedView } from './saved-view.ts'

/** One's own views of a page, and those that others share, by name. */
export async function listSavedViews(principal: Principal, page: string): Promise<SavedView[]> {
  requireRole(principal, 'viewer')
  return rows<{ [Key in keyof SavedView]: SavedView[Key] }>(
    pool(),
    `SELECT v.id, v.name, v.query, v.shared, v.user_id = $2 AS own, u.name AS "ownerName"
       FROM saved_view v JOIN app_user u ON u.id = v.user_id
      WHERE v.page = $1 AND (v.user_id = $2 OR v.shared) ORDER BY v.user_id <> $2, lower(v.name), v.id LIMIT 200`,
    [page, principal.id],
  )
}
