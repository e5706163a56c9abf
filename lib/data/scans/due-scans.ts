import { systemPrincipal } from '#lib/core/principal.ts'
import { enqueueJob } from '../enqueue-job.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { createScanInTransaction } from './create-scan.ts'
import { finishScan } from './finish-scan.ts'

/** Endpoints that one scheduled scan takes at most; the next comes with the next look. */
const maxDue = 5000

/**
 * One scan for the endpoints of a site that are due and in no scan already. Their next time is moved in the same
 * transaction, so that none is queued twice. Gives the number of endpoints.
 */
export async function scheduleDueEndpoints(siteId: string): Promise<number> {
  return inTransaction(async (tx) => {
    const due = await rows<{ id: string }>(
      tx,
      `UPDATE endpoint SET next_scan_at = now() + interval '1 hour' WHERE id IN (
         SELECT e.id FROM endpoint e
          WHERE e.site_id = $1 AND e.enabled AND e.next_scan_at <= now() AND NOT EXISTS (
                SELECT 1 FROM scan_target t WHERE t.endpoint_id = e.id AND t.state IN ('queued', 'leased'))
          ORDER BY e.id LIMIT ${maxDue} FOR NO KEY UPDATE SKIP LOCKED) RETURNING id`,
      [siteId],
    )
    if (due.length === 0) return 0
    await createScanInTransaction(tx, systemPrincipal, { kind: 'schedule', endpointIds: due.map((row) => row.id) })
    return due.length
  })
}

/**
 * Picks up what a crash left: scans with targets to take and nobody at them get a job; those with nothing left to do
 * are closed.
 */
export async function resumeStalledScans(db: Db, siteIds: readonly string[]): Promise<void> {
  const open = await rows<{ id: string; siteId: string; cancelling: boolean }>(
    db,
    `SELECT s.id, s.site_id AS "siteId", s.status = 'cancelling' AS cancelling FROM scan s
      WHERE s.site_id = ANY ($1::uuid[]) AND s.status IN ('queued', 'running', 'cancelling') AND NOT EXISTS (
            SELECT 1 FROM scan_target t WHERE t.scan_id = s.id AND t.state = 'leased' AND t.lease_until >= now())`,
    [siteIds],
  )
  for (const scan of open) {
    if (scan.cancelling) {
      await db.query(
        `UPDATE scan_target SET state = 'cancelled', finished_at = now() WHERE scan_id = $1 AND endpoint_id IN (
           SELECT endpoint_id FROM scan_target WHERE scan_id = $1
            AND (state = 'queued' OR state = 'leased' AND lease_until < now()) ORDER BY endpoint_id FOR UPDATE)`,
        [scan.id],
      )
    }
    if (await finishScan(db, scan.id)) continue
    await enqueueJob(db, { name: 'scan', siteId: scan.siteId, payload: { scanId: scan.id }, key: `scan:${scan.id}:0` })
  }
}
