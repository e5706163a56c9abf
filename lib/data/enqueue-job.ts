import { type Db, rows } from './sql.ts'
import { storableJson } from './storable.ts'

export interface JobRequest {
  /** Name of a handler; with `siteId`, only workers of that site take the job. */
  readonly name: string
  readonly siteId?: string
  readonly payload?: Readonly<Record<string, unknown>>
  /** A job that waits under the same key is replaced, so that asking twice runs once. */
  readonly key?: string
  /** Jobs of one queue run one after another, whatever number of workers there is. */
  readonly queue?: string
}

/** The task of a job in the queue: a site's own jobs carry its id. */
export function taskName(name: string, siteId?: string): string {
  return siteId === undefined ? name : `${name}@${siteId}`
}

/**
 * Puts a job into the queue, in the transaction of what it is about. A job is a nudge and no record: what there is to
 * do stands in the tables, and workers look there now and then. So where no worker ever set the queue up, the nudge is
 * left out (false).
 */
export async function enqueueJob(db: Db, request: JobRequest): Promise<boolean> {
  const [queue] = await rows<{ ready: boolean }>(
    db,
    `SELECT to_regprocedure('graphile_worker.add_job(text, json, text, timestamptz, int, text, int, text[], text)') IS NOT NULL AS ready`,
  )
  if (!queue?.ready) return false
  await db.query(
    `SELECT graphile_worker.add_job($1, payload => $2::json, job_key => $3, queue_name => $4, max_attempts => 5)::text`,
    [
      taskName(request.name, request.siteId),
      storableJson(request.payload ?? {}),
      request.key ?? null,
      request.queue ?? null,
    ],
  )
  return true
}
