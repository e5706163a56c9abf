import { log } from '#lib/core/log.ts'
import { pool } from '#lib/db/client.ts'
import { pendingMigrations } from '#lib/db/migrate.ts'
import { isDatabaseUnavailable } from '#lib/db/unavailable.ts'
import { rows } from './sql.ts'
import { deadAfterSeconds } from './workers/worker-rows.ts'

/**
 * What keeps the product from its work, in sentences without names or addresses; empty where it is ready.
 * Never throws, and answers within `timeoutMs` whatever the database does.
 */
export async function listObstacles(timeoutMs = 2_000): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<readonly string[]>((resolve) => {
    timer = setTimeout(() => resolve(['The database does not answer in time']), timeoutMs)
  })
  try {
    return await Promise.race([findObstacles(), deadline])
  } finally {
    clearTimeout(timer)
  }
}

async function findObstacles(): Promise<readonly string[]> {
  try {
    const pending = await pendingMigrations(pool())
    if (pending.length > 0) return [`Migrations are not applied: ${pending.length}`]
    return await findIdleWorkers()
  } catch (error) {
    if (isDatabaseUnavailable(error)) return ['The database cannot be reached']
    log.error({ err: error }, 'readiness')
    return ['The database cannot be used; the log says why']
  }
}

async function findIdleWorkers(): Promise<readonly string[]> {
  const [workers] = await rows<{ alive: boolean }>(
    pool(),
    `SELECT EXISTS (
       SELECT 1 FROM worker WHERE stopped_at IS NULL AND heartbeat_at > now() - make_interval(secs => $1)
     ) AS alive`,
    [deadAfterSeconds],
  )
  return workers?.alive ? [] : [`No worker has been heard of for ${deadAfterSeconds} seconds`]
}
