import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { type Db, rows } from '../sql.ts'
import type { RuleRow } from './rule.ts'

/** In the order in which they are tried. */
export async function listRules(principal: Principal, db: Db = pool()): Promise<RuleRow[]> {
  requireRole(principal, 'viewer')
  return rows<{ [Key in keyof RuleRow]: RuleRow[Key] }>(
    db,
    `SELECT id, host_pattern AS "hostPattern", identity_name AS "identityName", environment_id AS "environmentId",
            trust_store_id AS "trustStoreId", owner, criticality
       FROM identity_rule ORDER BY position`,
  )
}
