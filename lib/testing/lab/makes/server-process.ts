import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { getBinary } from './binaries.ts'
import type { MakeServer } from './make.ts'

/** Where a server is to live. */
export interface Place {
  readonly port: number
  readonly directory: string
  /** Writes a file into the directory and gives its path. */
  file(name: string, content: string | Uint8Array): string
}

export interface Command {
  readonly program: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Runs the server and ends it when standard input closes: at `close`, and when the test's process dies by whatever
 * cause. Whatever the server left in its process group and its directory goes with it.
 */
const guardScript = [
  'exec 3<&0',
  '"$@" </dev/null 3<&- & server=$!',
  // The shell's own words would end it (SIGPIPE) where nobody is left to read them.
  'exec >/dev/null 2>&1',
  '{ read -r _ <&3; kill -TERM $server 2>/dev/null; } & wait $server; status=$?',
  'trap "" TERM; kill -TERM 0; rm -rf -- "$LAB_DIRECTORY"; exit $status',
].join('\n')
const startTimeoutMs = 20_000
const endTimeoutMs = 5_000
const attempts = 4

/**
 * Starts a server in a process group and a temporary directory of its own on a free port of 127.0.0.1; resolves once
 * the port answers. `prepare` writes its files and names its command. Throws with what the server said where it does
 * not come up.
 */
export async function startProcess(name: string, prepare: (place: Place) => Command): Promise<MakeServer> {
  for (let attempt = 1; ; attempt += 1) {
    const directory = mkdtempSync(join(tmpdir(), `countersign-lab-${name}-`))
    const port = await freePort()
    const place: Place = { port, directory, file: (file, content) => writeInto(directory, file, content) }
    const running = launch(prepare(place), directory)
    if (await answers(running.child, port)) return { address: '127.0.0.1', port, ...handleOf(running, directory) }
    await end(running, directory)
    // Somebody may have taken the port in between.
    if (attempt === attempts) throw new Error(`${name} did not start: ${running.log().slice(-2000)}`)
  }
}

interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<void>
  readonly log: () => string
}

function writeInto(directory: string, name: string, content: string | Uint8Array): string {
  const path = join(directory, name)
  writeFileSync(path, content, { mode: 0o600 })
  return path
}

function launch({ program, args, env }: Command, directory: string): Running {
  const child = spawn('/bin/sh', ['-c', guardScript, 'sh', getBinary(program), ...args], {
    cwd: directory,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    // The machine's own OpenSSL and GnuTLS policies would change what a case states.
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH ?? '',
      HOME: directory,
      LAB_DIRECTORY: directory,
      LC_ALL: 'C',
      OPENSSL_CONF: '/dev/null',
      GNUTLS_SYSTEM_PRIORITY_FILE: '/dev/null',
      ...env,
    },
  })
  let said = ''
  const keep = (chunk: Buffer) => {
    said = (said + chunk.toString('latin1')).slice(-65_536)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  child.on('error', (error) => keep(Buffer.from(error.message)))
  child.stdin.on('error', () => {})
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  return { child, ended, log: () => said }
}

function handleOf(running: Running, directory: string): Pick<MakeServer, 'log' | 'close'> {
  return { log: running.log, close: () => end(running, directory) }
}

async function end({ child, ended }: Running, directory: string): Promise<void> {
  child.stdin?.end()
  const timer = new AbortController()
  const late = delay(endTimeoutMs, true, { signal: timer.signal }).catch(() => false)
  if ((await Promise.race([ended.then(() => false), late])) && child.pid !== undefined) {
    process.kill(-child.pid, 'SIGKILL')
    await ended
  }
  timer.abort()
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
}

async function answers(child: ChildProcess, port: number): Promise<boolean> {
  const deadline = Date.now() + startTimeoutMs
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    if (await accepts(port)) return child.exitCode === null
    await delay(10)
  }
  return false
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const settle = (open: boolean) => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
  })
}

/** Below the range that the kernel hands out, so that no client's socket takes it before the server does. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 18_000 + Math.floor(Math.random() * 14_000)
    if (await canListen(port)) return port
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '0.0.0.0', () => server.close(() => resolve(true)))
  })
}
