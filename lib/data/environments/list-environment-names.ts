import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'

/** For menus, by name. */
export function listEnvironmentNames(principal: Principal): Promise<{ id: string; name: string }[]> {
  requireRole(principal, 'viewer')
  return rows<{ id: string; name: string }>(pool(), 'SELECT id, name FROM environment ORDER BY lower(name), id')
}
