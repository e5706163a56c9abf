import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction, rows } from '../sql.ts'

/** Stops a run after what is under way. What it found stays. Throws `forbidden` below analyst, `not-found`, `conflict`. */
export async function cancelDiscoveryRun(principal: Principal, id: string): Promise<void> {
  requireRole(principal, 'analyst')
  await inTransaction(async (tx) => {
    const [run] = await rows<{ status: string }>(tx, 'SELECT status FROM discovery_run WHERE id = $1 FOR UPDATE', [id])
    if (!run) throw new AppError('not-found', 'There is no such discovery run.')
    if (run.status !== 'queued' && run.status !== 'running') throw new AppError('conflict', `The run is ${run.status}.`)
    await tx.query(
      `UPDATE discovery_run SET status = CASE WHEN status = 'queued' THEN 'cancelled'::run_status ELSE 'cancelling' END,
              finished_at = CASE WHEN status = 'queued' THEN now() END WHERE id = $1`,
      [id],
    )
    await audit(tx, principal, 'discovery.cancel', { type: 'discovery-run', id })
  })
}
