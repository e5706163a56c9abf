import { pool } from '#lib/db/client.ts'

/** Removes what only progress pages needed, a week after it was over. */
export async function prune(): Promise<void> {
  const db = pool()
  await db.query(
    `DELETE FROM scan_target WHERE scan_id IN (SELECT id FROM scan WHERE finished_at < now() - interval '7 days')`,
  )
  await db.query(`DELETE FROM outbox_event WHERE delivered_at < now() - interval '7 days'`)
}
