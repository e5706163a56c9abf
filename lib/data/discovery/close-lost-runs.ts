import { type Db, rows } from '../sql.ts'

/** A host list is read within minutes. */
const longestHosts = '1 hour'

const reason = 'It was interrupted. What it found so far stands; run it again for the rest.'

/**
 * Ends runs that nobody works at any more: host lists whose process died, and ranges whose job the queue has given up
 * because its worker died each time (a job that throws tells so itself).
 */
export async function closeLostRuns(db: Db, siteIds: readonly string[]): Promise<void> {
  await db.query(
    `UPDATE discovery_run SET status = 'failed', error = $2, finished_at = now()
      WHERE site_id = ANY ($1::uuid[]) AND source = 'hosts' AND status IN ('running', 'cancelling')
        AND started_at < now() - interval '${longestHosts}'`,
    [siteIds, reason],
  )
  const [queue] = await rows<{ ready: boolean }>(db, `SELECT to_regclass('graphile_worker.jobs') IS NOT NULL AS ready`)
  if (!queue?.ready) return
  await db.query(
    `UPDATE discovery_run SET status = 'failed', error = $2, finished_at = now()
      WHERE site_id = ANY ($1::uuid[]) AND source = 'range' AND status IN ('running', 'cancelling') AND EXISTS (
            SELECT 1 FROM graphile_worker.jobs j
             WHERE j.key = 'discover:' || discovery_run.id AND j.attempts >= j.max_attempts AND j.locked_at IS NULL)`,
    [siteIds, reason],
  )
}
