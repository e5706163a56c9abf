import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { z } from 'zod'
import { executable } from './embedded-binaries.ts'
import { endOrphan } from './embedded-orphan.ts'
import { type EmbeddedHome, embeddedHome } from './embedded-user.ts'

const name = 'countersign'
const startTimeoutMs = 60_000
const stopTimeoutMs = 30_000

/**
 * Runs Postgres and ends it (SIGINT: fast shutdown) when standard input closes: on stop, and when the launcher dies
 * by whatever cause. A process group of its own keeps a terminal's Ctrl-C from ending it before the others.
 */
const guardScript =
  'exec 3<&0; "$@" </dev/null & p=$!; { read -r _ <&3; kill -INT $p 2>/dev/null; } & g=$!; wait $p; s=$?; kill $g 2>/dev/null; exit $s'

const stateSchema = z.object({ password: z.string(), port: z.int().nullable() })

type State = z.infer<typeof stateSchema>

export interface EmbeddedServerOptions {
  readonly port?: number
  readonly settings?: Readonly<Record<string, string>>
}

export interface EmbeddedServer {
  readonly url: string
  /** Ends it in order; resolves once it is gone. */
  stop(): Promise<void>
  /** Resolves when the server ends, asked or not. */
  readonly ended: Promise<void>
}

/**
 * Starts the Postgres that came with the packages on a cluster in the data directory, made where absent. It listens
 * on 127.0.0.1 at a random port; its password is in the data directory (0600). The caller owns the directory (`lockDataDirectory`).
 * `options.port` asks for a certain one, `options.settings` are Postgres' own. Throws with the log's path where it does not come up within a minute.
 */
export async function startEmbeddedServer(
  dataDir: string,
  options: EmbeddedServerOptions = {},
): Promise<EmbeddedServer> {
  const home = embeddedHome(dataDir)
  const password = readPassword(dataDir)
  const cluster = join(home.folder, 'cluster')
  if (existsSync(cluster)) await endOrphan(cluster)
  else initialise(home, cluster, password)

  const logPath = join(dataDir, 'postgres.log')
  const deadline = Date.now() + startTimeoutMs
  for (;;) {
    const port = options.port ?? (await freePort())
    const url = (database: string) => `postgresql://${name}:${password}@127.0.0.1:${port}/${database}`
    const child = launch(home, cluster, logPath, { ...defaultSettings(port), ...options.settings })
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    if (await answers(child, url('postgres'), deadline)) {
      await ensureDatabase(url('postgres'))
      writeState(dataDir, { password, port })
      return { url: url(name), ended, stop: () => stop(child, ended, home, cluster) }
    }
    await stop(child, ended, home, cluster)
    // The port was taken meanwhile, or children of a killed server still hold its memory: both pass.
    if (Date.now() > deadline - startTimeoutMs / 2) throw new Error(`Postgres did not start; see ${logPath}`)
    await delay(300)
  }
}

function readPassword(dataDir: string): string {
  const kept = readState(dataDir)
  if (kept) return kept.password
  const password = randomBytes(24).toString('base64url')
  writeState(dataDir, { password, port: null })
  return password
}

/**
 * Connection string of the embedded server that runs, or last ran, on the data directory: for commands beside
 * `npm start`. Null where none ever did.
 */
export function embeddedServerUrl(dataDir: string): string | null {
  const state = readState(dataDir)
  return state?.port ? `postgresql://${name}:${state.password}@127.0.0.1:${state.port}/${name}` : null
}

function readState(dataDir: string): State | null {
  const path = join(dataDir, 'postgres.json')
  return existsSync(path) ? stateSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : null
}

function writeState(dataDir: string, state: State): void {
  writeFileSync(join(dataDir, 'postgres.json'), JSON.stringify(state), { mode: 0o600 })
}

/** Made aside and moved into place, so that a start which was killed leaves no half of a cluster. */
function initialise(home: EmbeddedHome, cluster: string, password: string): void {
  const making = `${cluster}.new`
  rmSync(making, { recursive: true, force: true })
  const passwordFile = join(home.folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (home.owner) chownSync(passwordFile, home.owner.uid, home.owner.gid)
  try {
    const [program, args, options] = home.command(executable(home.native, 'initdb'), [
      ...['-D', making, '-U', name, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C'],
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync'],
    ])
    const made = spawnSync(program, args, { ...options, cwd: home.folder, env: environment(home), encoding: 'utf8' })
    if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? ''}${made.stdout}${made.stderr}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(making, cluster)
}

function defaultSettings(port: number): Record<string, string> {
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: '100',
    max_wal_size: '512MB',
  }
}

function launch(
  home: EmbeddedHome,
  cluster: string,
  logPath: string,
  settings: Readonly<Record<string, string>>,
): ChildProcess {
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  const [program, args, options] = home.command(executable(home.native, 'postgres'), ['-D', cluster, ...flags])
  const log = openSync(logPath, 'a', 0o600)
  chmodSync(logPath, 0o600)
  const shared = { ...options, env: environment(home), cwd: home.folder }
  const child =
    process.platform === 'win32'
      ? spawn(program, args, { ...shared, stdio: ['pipe', log, log] })
      : spawn('/bin/sh', ['-c', guardScript, 'sh', program, ...args], {
          ...shared,
          stdio: ['pipe', log, log],
          detached: true,
        })
  closeSync(log)
  child.on('error', () => {})
  child.stdin?.on('error', () => {})
  return child
}

/** Nothing of this process' environment reaches Postgres: PG* variables would change what it does. */
function environment(home: EmbeddedHome): NodeJS.ProcessEnv {
  const { PATH = '', SystemRoot = '' } = process.env
  return {
    NODE_ENV: 'production',
    PATH,
    HOME: home.folder,
    LANG: 'C',
    LC_ALL: 'C',
    ...(SystemRoot ? { SystemRoot } : {}),
  }
}

async function answers(child: ChildProcess, url: string, deadline: number): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      return true
    } catch {
      await delay(50)
    } finally {
      await client.end().catch(() => {})
    }
  }
  return false
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${name}`)
  } finally {
    await client.end()
  }
}

async function stop(child: ChildProcess, ended: Promise<void>, home: EmbeddedHome, cluster: string): Promise<void> {
  if (process.platform === 'win32') spawnSync(executable(home.native, 'pg_ctl'), ['stop', '-m', 'fast', '-D', cluster])
  child.stdin?.end()
  const timer = new AbortController()
  const late = delay(stopTimeoutMs, 'late', { signal: timer.signal }).catch(() => 'in time')
  if (child.exitCode === null && child.signalCode === null && (await Promise.race([ended, late])) === 'late')
    await endOrphan(cluster)
  timer.abort()
  child.stdin?.destroy()
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
