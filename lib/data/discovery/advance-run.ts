import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { enqueueJob } from '../enqueue-job.ts'
import { createScanInTransaction } from '../scans/create-scan.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import type { DiscoveryResult } from './discovery-run.ts'
import { writeResults } from './write-results.ts'

export interface RunToDo {
  readonly siteId: string
  readonly cidrs: readonly string[]
  readonly ports: readonly number[]
  /** Targets that are on record already: the run goes on behind them. */
  readonly done: number
}

/** Takes up a run, or goes on with it; null where there is nothing to do. */
export async function beginRun(runId: string): Promise<RunToDo | null> {
  const [run] = await rows<{ siteId: string; input: { cidrs: string[]; ports: number[] }; done: number }>(
    pool(),
    `UPDATE discovery_run SET status = CASE WHEN status = 'queued' THEN 'running'::run_status ELSE status END,
            started_at = COALESCE(started_at, now())
      WHERE id = $1 AND source = 'range' AND status IN ('queued', 'running', 'cancelling')
      RETURNING site_id AS "siteId", input, done`,
    [runId],
  )
  return run ? { siteId: run.siteId, cidrs: run.input.cidrs, ports: run.input.ports, done: run.done } : null
}

/** What one step of a run came to. */
export interface RunStep {
  readonly tried: number
  readonly found: number
  readonly refused: number
  readonly results: readonly DiscoveryResult[]
}

/**
 * Puts a step on record. `overtaken`: the step that began at `from` is on record already, by another worker or by an
 * attempt whose answer was lost, or the run is over; `beginRun` tells which, and where to go on.
 */
export async function advanceRun(
  runId: string,
  from: number,
  step: RunStep,
): Promise<'running' | 'cancelled' | 'overtaken'> {
  return inTransaction(async (tx) => {
    const [run] = await rows<{ status: string }>(
      tx,
      `UPDATE discovery_run SET done = done + $3, found = found + $4, refused = refused + $5
        WHERE id = $1 AND done = $2 AND status IN ('running', 'cancelling') RETURNING status`,
      [runId, from, step.tried, step.found, step.refused],
    )
    if (!run) return 'overtaken'
    await writeResults(tx, runId, step.results)
    return run.status === 'running' ? 'running' : 'cancelled'
  })
}

/** Closes a run and queues the scan of what it found. */
export async function finishRun(runId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const [run] = await rows<{ id: string }>(
      tx,
      `UPDATE discovery_run SET finished_at = now(), status = CASE WHEN status = 'cancelling' THEN 'cancelled'::run_status ELSE 'done' END
        WHERE id = $1 AND status IN ('running', 'cancelling') RETURNING id`,
      [runId],
    )
    if (!run) return
    const found = await rows<{ id: string }>(
      tx,
      'SELECT DISTINCT endpoint_id AS id FROM discovery_result WHERE run_id = $1 AND endpoint_id IS NOT NULL',
      [runId],
    )
    if (found.length === 0) return
    const [scan] = await createScanInTransaction(tx, systemPrincipal, {
      kind: 'discovery',
      endpointIds: found.map((row) => row.id),
    })
    await tx.query('UPDATE discovery_run SET scan_id = $2 WHERE id = $1', [runId, scan?.id ?? null])
  })
}

/** Hands a run back, so that it goes on with the next worker. */
export async function pauseRun(runId: string): Promise<void> {
  await pool().query(`UPDATE discovery_run SET status = 'queued' WHERE id = $1 AND status = 'running'`, [runId])
}

export async function failRun(runId: string, error: string): Promise<void> {
  await pool().query(`UPDATE discovery_run SET status = 'failed', error = $2, finished_at = now() WHERE id = $1`, [
    runId,
    error,
  ])
}

/** Gives a job to runs that wait: those that were handed back, or queued before there was a worker. */
export async function resumeQueuedRuns(db: Db, siteIds: readonly string[]): Promise<void> {
  const waiting = await rows<{ id: string; siteId: string }>(
    db,
    `SELECT id, site_id AS "siteId" FROM discovery_run
      WHERE site_id = ANY ($1::uuid[]) AND status = 'queued' AND source = 'range'`,
    [siteIds],
  )
  for (const { id, siteId } of waiting)
    await enqueueJob(db, { name: 'discover', siteId, payload: { runId: id }, key: `discover:${id}` })
}
