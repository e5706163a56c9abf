import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Env, EnvError, readEnv } from '#lib/core/env.ts'
import { AppError } from '#lib/core/errors.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { DataDirectoryInUse, lockDataDirectory } from '#lib/db/data-lock.ts'
import { migrate } from '#lib/db/migrate.ts'
import { readConfiguredClients } from '#lib/scan/configured-clients.ts'
import { EndedEarly, superviseChild, workerFlags } from './child-process.ts'
import { watchDemo } from './demo.ts'
import { ensureBuild, ensureClient } from './make-ready.ts'
import { PortInUse, settlePort } from './port.ts'
import { makeProgress, type Progress } from './progress.ts'
import { sessionSecret } from './session-secret.ts'
import { DatabaseUnreachable, openDatabase } from './start-database.ts'

type Mode = 'production' | 'development'

interface Launch {
  readonly mode: Mode
  readonly demo: boolean
  readonly env: Env
  readonly dataDir: string
  readonly progress: Progress
  /** Aborted when the launcher is asked to end. */
  readonly signal: AbortSignal
  /** What has to end, in the opposite order of its start. */
  readonly ends: AsyncDisposableStack
}

const usage = 'Usage: npm start -- [--demo]'
const webStopMs = 10_000
/** Jobs in hand may finish; what is not done by then is taken up by the next worker. */
const workerStopMs = 40_000

/** Messages that say all; a stack would only hide them. */
const known = [EnvError, DataDirectoryInUse, DatabaseUnreachable, EndedEarly, PortInUse]

/** Starts all that `npm start` promises and holds it until SIGTERM or SIGINT. Ends the process: 0, 1 (failed), 2 (bad configuration). */
export async function launch(mode: Mode, args: readonly string[]): Promise<void> {
  const asked = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => asked.abort())
  const ends = new AsyncDisposableStack()
  let code = 0
  try {
    await start({ ...configure(mode, args), signal: asked.signal, ends })
    if (!asked.signal.aborted) await new Promise((done) => asked.signal.addEventListener('abort', done, { once: true }))
  } catch (error) {
    if (!asked.signal.aborted) code = report(error)
  }
  if (asked.signal.aborted) process.stdout.write('Stopping: work in hand is finished first.\n')
  await ends.disposeAsync()
  process.exit(code)
}

function configure(mode: Mode, args: readonly string[]): Omit<Launch, 'signal' | 'ends'> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const env = readEnv()
  // The worker would only say it later.
  readConfiguredClients(env)
  let demo = false
  try {
    demo = parseArgs({ args: [...args], options: { demo: { type: 'boolean', default: false } } }).values.demo
  } catch (error) {
    throw new EnvError([`  ${error instanceof Error ? error.message : String(error)}`, `  ${usage}`])
  }
  return { mode, demo, env, dataDir: resolve(env.COUNTERSIGN_DATA_DIR), progress: makeProgress() }
}

async function start(launch: Launch): Promise<void> {
  const { env, mode, dataDir, progress, signal, ends } = launch
  const port = await settlePort(env.PORT, env.HOSTNAME_BIND)
  const release = lockDataDirectory(dataDir)
  ends.defer(release)

  await progress.step('Database client', () => ensureClient(signal), madeOrKept)
  const database = await progress.step(
    'Database',
    () => openDatabase(env.DATABASE_URL, dataDir, progress, signal),
    (it) => it.what,
  )
  ends.defer(database.stop)
  await progress.step(
    'Migrations',
    () => migrate(database.url),
    (names) => names.join(', ') || 'none to apply',
  )
  if (mode === 'production') await progress.step('Pages', () => ensureBuild(signal), madeOrKept)
  signal.throwIfAborted()

  Object.assign(process.env, childEnvironment(launch, database.url, port))
  const next = await prepareUsers(env, launch.demo)
  ends.defer(async () => (await import('#lib/db/client.ts')).closeDatabase())
  const web = superviseChild({
    name: 'web server',
    script: 'lib/cli/web.ts',
    stopTimeoutMs: webStopMs,
    say: progress.say,
  })
  ends.defer(web.stop)
  const worker = superviseChild({
    name: 'worker',
    script: 'lib/cli/worker.ts',
    nodeFlags: workerFlags,
    stopTimeoutMs: workerStopMs,
    say: progress.say,
  })
  ends.defer(worker.stop)
  await progress.step('Web server and worker', () => Promise.race([web.ready, untilAborted(signal)]))
  ends.defer(watchDemo(progress.say, workerStopMs))
  for (const line of ['', `Countersign is ready at ${publicUrl(env, port)}`, ...next, 'Ctrl-C stops it.'])
    progress.say(line)
}

function madeOrKept(made: boolean): string {
  return made ? 'made' : 'up to date'
}

function childEnvironment({ env, mode, dataDir }: Launch, databaseUrl: string, port: number): Record<string, string> {
  return {
    NODE_ENV: mode,
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    COUNTERSIGN_DATA_DIR: dataDir,
    COUNTERSIGN_SECRET: env.COUNTERSIGN_SECRET ?? sessionSecret(dataDir),
  }
}

/** What the person at the terminal does next. Imported late: the client that these need is made by a step before. */
async function prepareUsers(env: Env, demo: boolean): Promise<readonly string[]> {
  const { ensureFirstAdministrator, ensureSetupLink } = await import('#lib/auth/setup.ts')
  const { requestDemo } = await import('#lib/data/demo.ts')
  if (env.COUNTERSIGN_ADMIN_EMAIL && env.COUNTERSIGN_ADMIN_PASSWORD) {
    await ensureFirstAdministrator(env.COUNTERSIGN_ADMIN_EMAIL, env.COUNTERSIGN_ADMIN_PASSWORD)
  }
  if (demo) await requestDemo(systemPrincipal)
  const link = await ensureSetupLink()
  await ensureSigningKey()
  return link
    ? ['Make the first administrator with this link; it works once, within 24 hours:', `  ${link}`]
    : ['Sign in with your e-mail address and password.']
}

/** Statements are signed from the first start on. A key that can't be opened is told, and holds nothing else up. */
async function ensureSigningKey(): Promise<void> {
  const { activeSigningKey } = await import('#lib/data/signing/signing-keys.ts')
  try {
    await activeSigningKey()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    process.stderr.write(`${error.message} Until then nothing is signed: \`countersign signing-key rotate\`.\n`)
  }
}

function publicUrl(env: Env, port: number): string {
  return env.COUNTERSIGN_URL ?? `http://localhost:${port}`
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}

function report(error: unknown): number {
  const plain = known.some((kind) => error instanceof kind)
  process.stderr.write(
    `${plain && error instanceof Error ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  )
  return error instanceof EnvError ? 2 : 1
}
