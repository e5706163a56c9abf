import { pool } from '#lib/db/client.ts'

/** Questions before sessions are asked by the thousand, and an auditor looks back over a year. */
const questionDays = 400

/**
 * Removes what only progress pages needed, a week after it was over, what nobody waits for any more, and questions that
 * are older than 400 days.
 */
export async function prune(): Promise<void> {
  const db = pool()
  await db.query(
    `DELETE FROM scan_target WHERE scan_id IN (SELECT id FROM scan WHERE finished_at < now() - interval '7 days')`,
  )
  await db.query(`DELETE FROM outbox_event WHERE delivered_at < now() - interval '7 days'`)
  await db.query(`DELETE FROM verify_look WHERE deadline_at < now() - interval '1 hour'`)
  await db.query('DELETE FROM verify_question WHERE at < now() - make_interval(days => $1)', [questionDays])
}
