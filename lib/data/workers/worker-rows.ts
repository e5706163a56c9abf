import { hostname } from 'node:os'
import { newId } from '#lib/core/ids.ts'
import { pool } from '#lib/db/client.ts'
import { rows } from '../sql.ts'

/** A worker whose heartbeat is older is taken for dead. */
export const deadAfterSeconds = 30

/** Announces this process as a worker of a site. Returns the worker's id. */
export async function announceWorker(siteId: string, version: string): Promise<string> {
  const id = newId()
  await pool().query('INSERT INTO worker (id, site_id, hostname, pid, version) VALUES ($1, $2, $3, $4, $5)', [
    id,
    siteId,
    hostname(),
    process.pid,
    version,
  ])
  return id
}

/** Says that these workers live. Gives the ids of those that had been taken for dead. */
export async function beat(workerIds: readonly string[]): Promise<string[]> {
  const revived = await rows<{ id: string }>(
    pool(),
    `WITH dead AS (SELECT id FROM worker WHERE id = ANY ($1::uuid[]) AND stopped_at IS NOT NULL), alive AS (
       UPDATE worker SET heartbeat_at = now(), stopped_at = NULL WHERE id = ANY ($1::uuid[]))
     SELECT id FROM dead`,
    [workerIds],
  )
  return revived.map((row) => row.id)
}

export async function retireWorkers(workerIds: readonly string[]): Promise<void> {
  await pool().query('UPDATE worker SET stopped_at = now() WHERE id = ANY ($1::uuid[]) AND stopped_at IS NULL', [
    workerIds,
  ])
}

/** Marks workers without a heartbeat as stopped. Returns the ids of all that are stopped. */
export async function buryDeadWorkers(): Promise<string[]> {
  await pool().query(
    `UPDATE worker SET stopped_at = heartbeat_at WHERE stopped_at IS NULL AND heartbeat_at < now() - make_interval(secs => $1)`,
    [deadAfterSeconds],
  )
  const stopped = await rows<{ id: string }>(
    pool(),
    `DELETE FROM worker WHERE stopped_at < now() - interval '7 days' RETURNING id`,
  )
  const gone = await rows<{ id: string }>(pool(), 'SELECT id FROM worker WHERE stopped_at IS NOT NULL')
  return [...stopped, ...gone].map((row) => row.id)
}
