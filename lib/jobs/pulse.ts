import { setTimeout as delay } from 'node:timers/promises'
import { log } from '#lib/core/log.ts'
import { resumeQueuedRuns } from '#lib/data/discovery/advance-run.ts'
import { closeLostRuns } from '#lib/data/discovery/close-lost-runs.ts'
import { enqueueJob } from '#lib/data/enqueue-job.ts'
import { listSitesWithDueDocuments } from '#lib/data/revocation/claim-documents.ts'
import { enqueueFetches } from '#lib/data/revocation/enqueue-fetches.ts'
import { resumeStalledScans } from '#lib/data/scans/due-scans.ts'
import { beat } from '#lib/data/workers/worker-rows.ts'
import { pool } from '#lib/db/client.ts'
import { isDatabaseUnavailable } from '#lib/db/unavailable.ts'
import { unlockDeadWorkers } from './queue.ts'

const heartbeatMs = 5_000
const lookMs = 10_000

/**
 * Runs until the signal aborts: says that these workers live, and nudges the jobs that time makes due. `revived` is told
 * of those that had been taken for dead while they stalled.
 */
export async function pulse(
  workerIds: readonly string[],
  siteIds: readonly string[],
  signal: AbortSignal,
  revived: (workerIds: readonly string[]) => Promise<void>,
): Promise<void> {
  const sayAlive = async () => {
    const back = await beat(workerIds)
    if (back.length > 0) await revived(back)
  }
  await Promise.all([every(heartbeatMs, signal, sayAlive), every(lookMs, signal, () => nudge(siteIds))])
}

/** A key per job: however many workers nudge, each runs once. */
async function nudge(siteIds: readonly string[]): Promise<void> {
  await unlockDeadWorkers()
  await enqueueJob(pool(), { name: 'reevaluate', key: 'reevaluate' })
  for (const siteId of siteIds) await enqueueJob(pool(), { name: 'schedule', siteId, key: `schedule@${siteId}` })
  for (const siteId of await listSitesWithDueDocuments(siteIds)) await enqueueFetches(pool(), siteId)
  await resumeStalledScans(pool(), siteIds)
  await resumeQueuedRuns(pool(), siteIds)
  await closeLostRuns(pool(), siteIds)
}

async function every(intervalMs: number, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    try {
      await work()
    } catch (error) {
      if (isDatabaseUnavailable(error)) log.warn('the database is not available')
      else log.error({ err: error }, 'a worker could not look after its jobs')
    }
    await delay(intervalMs, undefined, { signal }).catch(() => {})
  }
}
