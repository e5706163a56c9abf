import { EventEmitter } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { type JobHelpers, parseCronItems, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import { readEnv } from '#lib/core/env.ts'
import { log } from '#lib/core/log.ts'
import { taskName } from '#lib/data/enqueue-job.ts'
import { announceWorker, retireWorkers } from '#lib/data/workers/worker-rows.ts'
import { pool } from '#lib/db/client.ts'
import { clientReader, readConfiguredClients } from '#lib/scan/configured-clients.ts'
import { createPacer, type Pacer } from '#lib/scan/pacer.ts'
import { startThreadPool, usefulThreads } from '#lib/scan/threads/thread-pool.ts'
import { auditClients } from './audit-clients.ts'
import type { JobContext, JobHandler } from './handler.ts'
import { handlers } from './handlers/index.ts'
import { findOwnServices } from './own-services.ts'
import { pulse } from './pulse.ts'
import { prepareQueue, queueLogger, rememberQueueWorkers, unlockDeadWorkers } from './queue.ts'

export interface WorkerOptions {
  /** Ids of the sites that this worker scans for. */
  readonly sites: readonly string[]
  /** Jobs at once, beside those that somebody waits for. */
  readonly concurrency?: number
  /** Shared with other workers of this process. */
  readonly pacer?: Pacer
  /** Shown beside the worker. */
  readonly version?: string
  /** Stops the worker as `stop` does. */
  readonly signal?: AbortSignal
}

export interface RunningWorker {
  readonly ids: readonly string[]
  /** Hands back what is under way; resolves when no job runs any more, after 20 s at the latest. */
  stop(): Promise<void>
}

/** Beside the others: no rescan, however large, keeps from them what somebody waits for. A question takes one. */
const awaitedAtOnce = 8

const drainWithinMs = 20_000
const restartMs = 1_000

/** Runs the jobs of these sites, and those of none, until it is stopped. Throws where the database can't be reached at the start, and EnvError. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const env = readEnv()
  readConfiguredClients(env)
  const readClients = clientReader(env)
  await prepareQueue()
  await unlockDeadWorkers()
  const ids = await Promise.all(options.sites.map((site) => announceWorker(site, options.version ?? process.version)))
  await auditClients(ids, readClients())
  const stopping = new AbortController()
  // Where there are cores, this thread is left to the queue and the database.
  const threadCount = usefulThreads()
  const threads = threadCount === 0 ? null : startThreadPool(threadCount)
  const base = {
    signal: stopping.signal,
    concurrency: env.COUNTERSIGN_SCAN_CONCURRENCY,
    timeoutMs: env.COUNTERSIGN_SCAN_TIMEOUT_MS,
    ownServices: await findOwnServices(),
    pacer: options.pacer ?? createPacer(),
    ...(threads && { observer: threads.observer }),
    readClients,
  }
  const queueWorkers = new Set<string>()
  const remember = async (workerIds: readonly string[]) => {
    for (const id of workerIds) await rememberQueueWorkers(id, [...queueWorkers])
  }
  const beating = pulse(ids, options.sites, stopping.signal, remember)
  const started = (name: string) => queueWorkers.add(name)
  const awaited = handlers.filter((handler) => handler.awaited)
  const others = handlers.filter((handler) => !handler.awaited)
  const ready = () => remember(ids)
  const start = (kinds: readonly JobHandler[], concurrency: number) =>
    superviseRunner(
      { handlers: kinds, tasks: taskList(kinds, options.sites, base), concurrency, started, ready },
      stopping.signal,
    )
  const running = Promise.all([start(others, options.concurrency ?? 4), start(awaited, awaitedAtOnce)])

  const stop = async () => {
    stopping.abort()
    await Promise.race([Promise.all([beating, running]), delay(drainWithinMs, undefined, { ref: false })])
    await threads?.close()
    await retireWorkers(ids).catch((error: unknown) => log.warn({ err: error }, 'the worker could not sign off'))
  }
  options.signal?.addEventListener('abort', () => void stop(), { once: true })
  return { ids, stop }
}

function taskList(
  handlers: readonly JobHandler[],
  sites: readonly string[],
  base: Omit<JobContext, 'siteId' | 'lastAttempt'>,
): TaskList {
  return Object.fromEntries(
    handlers.flatMap((handler) =>
      (handler.perSite ? sites : [null]).map((siteId) => [
        taskName(handler.name, siteId ?? undefined),
        (payload: unknown, { job }: JobHelpers) =>
          handler.run(payload, { ...base, siteId, lastAttempt: job.attempts >= job.max_attempts }),
      ]),
    ),
  )
}

interface Queue {
  readonly handlers: readonly JobHandler[]
  readonly tasks: TaskList
  readonly concurrency: number
  /** Told of each name under which jobs are locked. */
  readonly started: (name: string) => void
  /** Called when a runner runs. */
  readonly ready: () => Promise<void>
}

/** A runner ends where its connection breaks at the wrong moment; another takes its place. */
async function superviseRunner(queue: Queue, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    try {
      await runUntil(queue, stopping)
    } catch (error) {
      log.warn({ err: error }, 'the queue was lost; trying again')
    }
    await delay(restartMs, undefined, { signal: stopping }).catch(() => {})
  }
}

async function runUntil({ handlers, tasks, concurrency, started, ready }: Queue, stopping: AbortSignal): Promise<void> {
  const events: WorkerEvents = new EventEmitter()
  events.on('worker:create', ({ worker }) => started(worker.workerId))
  const runner = await run({
    pgPool: pool(),
    taskList: tasks,
    concurrency,
    noHandleSignals: true,
    logger: queueLogger,
    events,
    pollInterval: 2_000,
    parsedCronItems: parseCronItems(
      handlers.flatMap(({ name, cron }) => (cron ? [{ task: name, match: cron, identifier: name }] : [])),
    ),
  })
  await ready()
  await endOf(runner, stopping)
}

async function endOf(runner: Runner, stopping: AbortSignal): Promise<void> {
  const stop = () => void runner.stop().catch(() => {})
  if (stopping.aborted) stop()
  else stopping.addEventListener('abort', stop, { once: true })
  try {
    await runner.promise
  } finally {
    stopping.removeEventListener('abort', stop)
  }
}
