import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { type Db, rows } from '../sql.ts'
import type { OwnershipRule } from './ownership-rule.ts'

/** In the order in which they are tried. */
export async function listOwnershipRules(principal: Principal, db: Db = pool()): Promise<OwnershipRule[]> {
  requireRole(principal, 'viewer')
  return selectOwnershipRules(db)
}

export function selectOwnershipRules(db: Db): Promise<OwnershipRule[]> {
  return rows<{ [Key in keyof OwnershipRule]: OwnershipRule[Key] }>(
    db,
    `SELECT id, name_pattern AS "namePattern", environment_id AS "environmentId", owner, assignee_id AS "assigneeId"
       FROM ownership_rule ORDER BY position`,
  )
}
