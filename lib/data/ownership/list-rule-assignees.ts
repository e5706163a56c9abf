import { hasRole, type Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { listAssignees } from '../users/list-users.ts'

/** Whom rules name, and for those who may change rules everybody whom they could name; by name. */
export async function listRuleAssignees(
  principal: Principal,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  requireRole(principal, 'viewer')
  if (hasRole(principal, 'analyst')) return listAssignees(principal)
  return rows<{ id: string; name: string }>(
    pool(),
    'SELECT id, name FROM app_user WHERE id IN (SELECT assignee_id FROM ownership_rule) ORDER BY lower(name), id',
  )
}
