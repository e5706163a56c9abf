import { enqueueJob } from '../enqueue-job.ts'
import type { Db } from '../sql.ts'

/** Asks for a run of fetches at a site: one at a time, so that each host is asked one thing at a time. */
export async function enqueueFetches(db: Db, siteId: string): Promise<void> {
  const key = `fetch-evidence@${siteId}`
  await enqueueJob(db, { name: 'fetch-evidence', siteId, key, queue: key })
}
