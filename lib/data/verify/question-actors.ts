import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'

/** The menu names who asked the newest questions; others are found by typing. */
const looked = 20_000

/** Names of those who asked, for the filter's menu. */
export async function listQuestionActors(principal: Principal): Promise<readonly string[]> {
  requireRole(principal, 'viewer')
  const found = await rows<{ name: string }>(
    pool(),
    `SELECT DISTINCT actor_name AS name FROM (SELECT actor_name FROM verify_question ORDER BY at DESC LIMIT ${looked}) newest
      ORDER BY 1 LIMIT 500`,
  )
  return found.map(({ name }) => name)
}
