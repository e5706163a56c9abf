import { evaluateInTransaction } from '../evaluation/evaluate-subjects.ts'
import { type EndpointObservations, type RecordSummary, writeObservations } from '../observations/write-observations.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { notifyScan } from './scan-progress.ts'

export interface ScanBatchSummary extends RecordSummary {
  /** Endpoints whose lease another run had taken: nothing of them was written. */
  readonly lost: readonly string[]
}

/**
 * Records what a run saw, judges it, and counts its targets as done, all in one transaction and only for targets that
 * this run still holds: what a stalled run brings after its lease was taken is dropped, and nothing is counted twice.
 */
export async function recordScanBatch(
  scanId: string,
  runId: string,
  batch: readonly EndpointObservations[],
  now: Date = new Date(),
): Promise<ScanBatchSummary> {
  return inTransaction(async (tx) => {
    const held = await lockHeld(
      tx,
      scanId,
      runId,
      batch.map((one) => one.endpointId),
    )
    const own = batch.filter((one) => held.has(one.endpointId))
    const summary = await writeObservations(tx, own)
    await evaluateInTransaction(tx, { endpointIds: summary.recorded, identityIds: [] }, now)
    await complete(
      tx,
      scanId,
      own.map((one) => ({ endpointId: one.endpointId, outcome: outcomeOf(one) })),
    )
    return { ...summary, lost: batch.map((one) => one.endpointId).filter((id) => !held.has(id)) }
  })
}

/** Counts a target as done of which nothing could be recorded, so that one record can't hold up a scan. */
export async function abandonTarget(scanId: string, runId: string, endpointId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const held = await lockHeld(tx, scanId, runId, [endpointId])
    await complete(
      tx,
      scanId,
      [...held].map((id) => ({ endpointId: id, outcome: 'not-recorded' })),
    )
  })
}

async function lockHeld(tx: Db, scanId: string, runId: string, endpointIds: readonly string[]): Promise<Set<string>> {
  const held = await rows<{ id: string }>(
    tx,
    `SELECT endpoint_id AS id FROM scan_target
      WHERE scan_id = $1 AND worker_id = $2 AND state = 'leased' AND endpoint_id = ANY ($3::uuid[]) ORDER BY endpoint_id FOR UPDATE`,
    [scanId, runId, endpointIds],
  )
  return new Set(held.map((row) => row.id))
}

/** A finished handshake at any address counts as reached. */
function outcomeOf({ observations }: EndpointObservations): string {
  const kinds = observations.map((one) => one.outcome.kind)
  return kinds.find((kind) => kind === 'handshake') ?? kinds[0] ?? 'nothing-tried'
}

async function complete(
  tx: Db,
  scanId: string,
  done: readonly { endpointId: string; outcome: string }[],
): Promise<void> {
  if (done.length === 0) return
  await tx.query(
    `UPDATE scan_target SET state = 'done', outcome = t.outcome, finished_at = now(), lease_until = NULL
       FROM unnest($2::uuid[], $3::text[]) AS t(id, outcome) WHERE scan_id = $1 AND endpoint_id = t.id`,
    [scanId, done.map((one) => one.endpointId), done.map((one) => one.outcome)],
  )
  await tx.query('UPDATE scan SET done = done + $2, reached = reached + $3 WHERE id = $1', [
    scanId,
    done.length,
    done.filter((one) => one.outcome === 'handshake').length,
  ])
  await notifyScan(tx, scanId)
}
