import type { Principal, Role } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'

/** A product of this kind has tens of users; beyond this the list is cut. */
const most = 1000

export interface UserRow {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly disabled: boolean
  readonly createdAt: Date
  /** When a session of theirs was last used, within a day; null where none is open. */
  readonly lastSeenAt: Date | null
}

/** By name. Throws `forbidden` below admin. */
export async function listUsers(principal: Principal): Promise<readonly UserRow[]> {
  requireRole(principal, 'admin')
  return rows<UserRow & { [column: string]: unknown }>(
    pool(),
    `SELECT id, name, email, role, banned AS disabled, created_at AS "createdAt",
       (SELECT max(updated_at) FROM session WHERE session.user_id = app_user.id) AS "lastSeenAt"
     FROM app_user ORDER BY lower(name), id LIMIT $1`,
    [most],
  )
}

/** Whom a finding can be assigned to, by name. Throws `forbidden` below analyst. */
export async function listAssignees(principal: Principal): Promise<readonly { id: string; name: string }[]> {
  requireRole(principal, 'analyst')
  return rows<{ id: string; name: string }>(
    pool(),
    'SELECT id, name FROM app_user WHERE NOT banned ORDER BY lower(name), id LIMIT $1',
    [most],
  )
}
