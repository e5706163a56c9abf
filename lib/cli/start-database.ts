import { setTimeout as delay } from 'node:timers/promises'
import { connectionFailure } from '#lib/db/connection-failure.ts'
import { startEmbeddedServer } from '#lib/db/embedded-server.ts'
import type { Progress } from './progress.ts'

const patienceMs = 60_000
const pauseMs = 2_000

/** The database that DATABASE_URL names did not answer in time. */
export class DatabaseUnreachable extends Error {
  constructor(url: string, cause: unknown) {
    const { host, pathname } = new URL(url)
    super(
      `The database at ${host}${pathname} (DATABASE_URL) does not answer: ${reasonOf(cause)}.\n` +
        'Start it or correct DATABASE_URL; without DATABASE_URL an embedded Postgres is used.',
      { cause },
    )
    this.name = 'DatabaseUnreachable'
  }
}

export interface OpenDatabase {
  readonly url: string
  /** For the log: which one. Holds no password. */
  readonly what: string
  stop(): Promise<void>
}

/** Waits for the given server, or starts the embedded one and keeps it up. Throws `DatabaseUnreachable` after a minute. */
export async function openDatabase(
  given: string | undefined,
  dataDir: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<OpenDatabase> {
  if (given === undefined) return await embedded(dataDir, progress)
  await waitFor(given, progress, signal)
  return { url: given, what: `the one at ${new URL(given).host} (DATABASE_URL)`, stop: async () => {} }
}

/** A server that ends unasked comes back at the same port, so that every connection string stays true. */
async function embedded(dataDir: string, progress: Progress): Promise<OpenDatabase> {
  let server = await startEmbeddedServer(dataDir)
  let stopping = false
  const { port } = new URL(server.url)
  const watch = async (): Promise<void> => {
    await server.ended
    if (stopping) return
    progress.say('The embedded Postgres ended; it is started again.')
    try {
      server = await startEmbeddedServer(dataDir, { port: Number(port) })
    } catch (error) {
      progress.say(`It did not start: ${reasonOf(error)}`)
      process.kill(process.pid, 'SIGTERM')
      return
    }
    await watch()
  }
  void watch()
  return {
    url: server.url,
    what: `embedded Postgres in ${dataDir}`,
    async stop() {
      stopping = true
      await server.stop()
    },
  }
}

async function waitFor(url: string, progress: Progress, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + patienceMs
  for (let attempt = 1; ; attempt += 1) {
    const failure = await connectionFailure(url, pauseMs)
    if (failure === null) return
    if (Date.now() + pauseMs > deadline) throw new DatabaseUnreachable(url, failure)
    if (attempt === 1)
      progress.say(`The database does not answer (${reasonOf(failure)}); trying for ${patienceMs / 1000} s.`)
    await delay(pauseMs, undefined, { signal })
  }
}

/** Node reports a name with several addresses as one error around all, without a message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
