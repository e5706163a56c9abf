import { type Db, rows } from '../sql.ts'
import { notifyScan } from './scan-progress.ts'

/** Closes a scan of which no target waits or is under way. Tells whether it did. */
export async function finishScan(tx: Db, scanId: string): Promise<boolean> {
  const closed = await rows<{ id: string }>(
    tx,
    `UPDATE scan SET finished_at = now(), status = CASE WHEN status = 'cancelling' THEN 'cancelled'::run_status ELSE 'done' END
      WHERE id = $1 AND status IN ('queued', 'running', 'cancelling')
        AND NOT EXISTS (SELECT 1 FROM scan_target WHERE scan_id = $1 AND state IN ('queued', 'leased')) RETURNING id`,
    [scanId],
  )
  if (closed.length > 0) await notifyScan(tx, scanId)
  return closed.length > 0
}
