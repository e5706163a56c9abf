import { Logger, makeWorkerUtils, type WorkerUtils } from 'graphile-worker'
import { z } from 'zod'
import { log } from '#lib/core/log.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { findSetting, saveSetting, takeSetting } from '#lib/data/settings.ts'
import { buryDeadWorkers } from '#lib/data/workers/worker-rows.ts'
import { pool } from '#lib/db/client.ts'

/** Warnings and errors of the queue in our own log; its news at debug. */
export const queueLogger = new Logger(() => (level, message, meta) => {
  if (level === 'error') log.error({ meta }, message)
  else if (level === 'warning') log.warn({ meta }, message)
  else log.debug({ meta }, message)
})

/** Makes or upgrades the queue's own tables. Safe in several processes at once. */
export async function prepareQueue(): Promise<void> {
  await withUtils((utils) => utils.migrate())
}

const idsSchema = z.array(z.string())
const settingOf = (workerId: string) => `queue-workers.${workerId}`

/** Remembers under which names a worker locks jobs, for the case that it dies. */
export async function rememberQueueWorkers(workerId: string, queueWorkerIds: readonly string[]): Promise<void> {
  await saveSetting(systemPrincipal, settingOf(workerId), queueWorkerIds)
}

/** Frees jobs that dead workers hold; by itself the queue does so after four hours. */
export async function unlockDeadWorkers(): Promise<void> {
  for (const workerId of await buryDeadWorkers()) {
    const ids = idsSchema.safeParse(await findSetting(settingOf(workerId)))
    if (!ids.success) continue
    if (ids.data.length > 0) await withUtils((utils) => utils.forceUnlockWorkers(ids.data))
    await takeSetting(systemPrincipal, settingOf(workerId))
  }
}

async function withUtils(work: (utils: WorkerUtils) => Promise<void>): Promise<void> {
  const utils = await makeWorkerUtils({ pgPool: pool(), logger: queueLogger })
  try {
    await work(utils)
  } finally {
    await utils.release()
  }
}
