import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { EnvError, readEnv } from '#lib/core/env.ts'
import { log } from '#lib/core/log.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { isDatabaseUnavailable } from '#lib/db/unavailable.ts'
import type { RunningWorker } from '#lib/jobs/worker.ts'
import { NoDatabase, settleDatabaseUrl } from './database-url.ts'

const usage = `Usage: countersign worker

Runs scans and the other background work of the site COUNTERSIGN_SITE until SIGTERM or SIGINT, which hand back what is
under way. Any number of workers may run, on any machines that reach the database (DATABASE_URL).
`
const retryMs = 2_000

/** `countersign worker`. Returns the exit code: 0 stopped as asked, 1 no database to work on, 2 a wrong command line or configuration. */
export async function worker(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    const asked = args.includes('--help') || args.includes('-h')
    const stream = asked ? process.stdout : process.stderr
    stream.write(usage)
    return asked ? 0 : 2
  }
  try {
    settleDatabaseUrl()
  } catch (error) {
    if (!(error instanceof NoDatabase || error instanceof EnvError)) throw error
    process.stderr.write(`${error.message}\n`)
    return error instanceof EnvError ? 2 : 1
  }
  const stopping = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort())
  try {
    await work(stopping.signal)
  } catch (error) {
    if (!(error instanceof EnvError)) throw error
    process.stderr.write(`${error.message}\n`)
    return 2
  }
  return 0
}

async function work(stopping: AbortSignal): Promise<void> {
  const { closeDatabase } = await import('#lib/db/client.ts')
  const running = await startWhenPossible(stopping)
  if (running) {
    log.info({ workers: running.ids, site: readEnv().COUNTERSIGN_SITE }, 'the worker runs')
    process.send?.('ready')
    if (!stopping.aborted) await new Promise((done) => stopping.addEventListener('abort', done, { once: true }))
    await running.stop()
  }
  await closeDatabase()
}

/** A database that is not there yet is waited for: it may come up after the worker. Null where it is to stop first. */
async function startWhenPossible(stopping: AbortSignal): Promise<RunningWorker | null> {
  // Imported late: the client that these need is made by the first start.
  const { ensureSite } = await import('#lib/data/sites/get-site.ts')
  const { ensureRuntimeStore } = await import('#lib/data/trust-stores/ensure-runtime-store.ts')
  const { startWorker } = await import('#lib/jobs/worker.ts')
  while (!stopping.aborted) {
    try {
      const site = await ensureSite(systemPrincipal, readEnv().COUNTERSIGN_SITE)
      await ensureRuntimeStore()
      return await startWorker({ sites: [site.id] })
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error
      log.warn('the database cannot be reached; trying again')
      await delay(retryMs, undefined, { signal: stopping }).catch(() => {})
    }
  }
  return null
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  // What still hangs on the loop after a drain that took too long is not waited for.
  process.exit(await worker(process.argv.slice(2)))
}
