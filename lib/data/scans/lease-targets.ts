import { effectivePolicy, type Policy } from '#lib/checks/policy.ts'
import { pool } from '#lib/db/client.ts'
import type { Depth, KeyType, Target, Transport } from '#lib/tls/observation.ts'
import { inTransaction, rows } from '../sql.ts'
import { endpointStoreId, endpointStoreTables } from '../trust-stores/effective-store.ts'
import { dueDepth } from './due-depth.ts'
import { finishScan } from './finish-scan.ts'
import { loadStandings } from './load-standings.ts'
import { notifyScan, type RunStatus } from './scan-progress.ts'

/** Who holds the lease runs out of time after this, unless it is renewed (every third of it). */
export const leaseMs = 60_000

export interface LeasedTarget {
  readonly endpointId: string
  readonly target: Target
  /** The store that the endpoint's identity answers to; null where there is none. */
  readonly storeId: string | null
  /** What the database's clock is ahead of this host's. */
  readonly clockAheadMs: number
  /** What the scan asks for, else what is due by the policy. */
  readonly depth: Depth
  /** Key types of the leaves that an earlier scan saw beside the main one. */
  readonly knownKeyTypes: readonly KeyType[]
}

/**
 * Takes up to `limit` targets that wait or whose lease ran out. `runId` is the run that holds them: one id per run of a
 * job, so that a run which stalled can't be taken for the one that took over. None are given of a scan that is over or
 * being cancelled.
 */
export async function leaseTargets(
  scanId: string,
  runId: string,
  limit: number,
  forMs = leaseMs,
): Promise<LeasedTarget[]> {
  const leased = await rows<{
    endpointId: string
    host: string
    port: number
    serverName: string
    transport: Transport
    storeId: string | null
    now: Date
    scanDepth: Depth | null
    identityPolicy: Policy | null
    environmentPolicy: Policy | null
  }>(
    pool(),
    `WITH started AS (
       UPDATE scan SET status = 'running', started_at = COALESCE(started_at, now())
        WHERE id = $1 AND status = 'queued' RETURNING id
     ), taken AS (
       UPDATE scan_target t SET state = 'leased', worker_id = $2, lease_until = now() + make_interval(secs => $4)
         FROM (SELECT w.endpoint_id FROM scan_target w
                WHERE w.scan_id = $1 AND (w.state = 'queued' OR w.state = 'leased' AND w.lease_until < now())
                  AND EXISTS (SELECT 1 FROM scan s WHERE s.id = $1 AND s.status IN ('queued', 'running'))
                ORDER BY w.endpoint_id LIMIT $3 FOR UPDATE SKIP LOCKED) free
        WHERE t.scan_id = $1 AND t.endpoint_id = free.endpoint_id RETURNING t.endpoint_id)
     SELECT e.id AS "endpointId", e.host, e.port, e.server_name AS "serverName", e.transport,
            clock_timestamp() AS now, (SELECT depth FROM scan WHERE id = $1) AS "scanDepth", i.policy AS "identityPolicy", env.policy AS "environmentPolicy",
            ${endpointStoreId} AS "storeId"
       FROM ${endpointStoreTables} WHERE e.id IN (SELECT endpoint_id FROM taken)`,
    [scanId, runId, limit, forMs / 1000],
  )
  const arrivedAt = Date.now()
  const standings = await loadStandings(leased.map((row) => row.endpointId))
  return leased.map(({ endpointId, storeId, host, port, serverName, transport, ...row }) => {
    const addresses = standings.get(endpointId) ?? []
    const policy = effectivePolicy(row.environmentPolicy, row.identityPolicy)
    return {
      endpointId,
      storeId,
      target: { host, port, serverName, transport },
      clockAheadMs: row.now.getTime() - arrivedAt,
      depth: row.scanDepth ?? dueDepth(policy, addresses, row.now),
      knownKeyTypes: [...new Set(addresses.flatMap((address) => address.otherKeyTypes))],
    }
  })
}

/** Keeps the run's leases, and tells how the scan stands; null where it was deleted. */
export async function renewLeases(scanId: string, runId: string, forMs = leaseMs): Promise<RunStatus | null> {
  await pool().query(
    `UPDATE scan_target SET lease_until = now() + make_interval(secs => $3) WHERE scan_id = $1 AND endpoint_id IN (
       SELECT endpoint_id FROM scan_target WHERE scan_id = $1 AND worker_id = $2 AND state = 'leased'
        ORDER BY endpoint_id FOR UPDATE SKIP LOCKED)`,
    [scanId, runId, forMs / 1000],
  )
  const [scan] = await rows<{ status: RunStatus }>(pool(), 'SELECT status FROM scan WHERE id = $1', [scanId])
  return scan?.status ?? null
}

/** Gives back what the run holds: to be taken by others, or cancelled with its scan. Closes the scan where that was all. */
export async function releaseLeases(scanId: string, runId: string): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.query(
      `UPDATE scan_target t SET worker_id = NULL, lease_until = NULL,
              state = CASE WHEN s.status = 'cancelling' THEN 'cancelled'::target_state ELSE 'queued' END,
              finished_at = CASE WHEN s.status = 'cancelling' THEN now() END
         FROM scan s WHERE s.id = $1 AND t.scan_id = $1 AND t.endpoint_id IN (
              SELECT endpoint_id FROM scan_target WHERE scan_id = $1 AND worker_id = $2 AND state = 'leased'
               ORDER BY endpoint_id FOR UPDATE)`,
      [scanId, runId],
    )
    await finishScan(tx, scanId)
    await notifyScan(tx, scanId)
  })
}
