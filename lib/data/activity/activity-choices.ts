import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'

/** The values that the audit log has, for the filter's menus. */
export interface ActivityChoices {
  readonly actions: readonly string[]
  readonly actors: readonly string[]
  readonly objects: readonly string[]
}

/** The menus name what the newest entries hold; older names are found by typing them. */
const looked = 20_000

export async function listActivityChoices(principal: Principal): Promise<ActivityChoices> {
  requireRole(principal, 'analyst')
  const [choices] = await rows<{ [Key in keyof ActivityChoices]: string[] }>(
    pool(),
    `SELECT COALESCE(array_agg(DISTINCT action), '{}') AS actions, COALESCE(array_agg(DISTINCT actor_name), '{}') AS actors,
            COALESCE(array_agg(DISTINCT object_type), '{}') AS objects
       FROM (SELECT action, actor_name, object_type FROM audit_entry ORDER BY id DESC LIMIT ${looked}) newest`,
  )
  const { actions = [], actors = [], objects = [] } = choices ?? {}
  return { actions, actors: actors.slice(0, 500), objects }
}
