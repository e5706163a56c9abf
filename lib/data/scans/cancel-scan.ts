import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction, rows } from '../sql.ts'
import { finishScan } from './finish-scan.ts'
import { notifyScan, type RunStatus } from './scan-progress.ts'

/**
 * Stops a scan: what waits is cancelled now, what is under way as soon as its worker hears of it. Results that are in
 * stay. Throws `forbidden` below analyst, `not-found`, and `conflict` where the scan is over.
 */
export async function cancelScan(principal: Principal, id: string): Promise<void> {
  requireRole(principal, 'analyst')
  await inTransaction(async (tx) => {
    await tx.query(
      `UPDATE scan_target SET state = 'cancelled', finished_at = now()
        WHERE scan_id = $1 AND endpoint_id IN (SELECT endpoint_id FROM scan_target WHERE scan_id = $1
              AND (state = 'queued' OR state = 'leased' AND lease_until < now()) ORDER BY endpoint_id FOR UPDATE)`,
      [id],
    )
    const [scan] = await rows<{ status: RunStatus }>(tx, 'SELECT status FROM scan WHERE id = $1 FOR UPDATE', [id])
    if (!scan) throw new AppError('not-found', 'There is no such scan.')
    if (scan.status !== 'queued' && scan.status !== 'running') {
      throw new AppError('conflict', `The scan is ${scan.status}; there is nothing to cancel.`)
    }
    await tx.query(`UPDATE scan SET status = 'cancelling' WHERE id = $1`, [id])
    await audit(tx, principal, 'scan.cancel', { type: 'scan', id })
    await finishScan(tx, id)
    await notifyScan(tx, id)
  })
}
