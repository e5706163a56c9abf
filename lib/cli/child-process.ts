import { type ChildProcess, spawn } from 'node:child_process'
import { toolEnvironment } from './programs.ts'

const firstPauseMs = 500
const longestPauseMs = 30_000
/** A child that ran this long is taken to have started well. */
const steadyMs = 60_000

/** A child ended before it was ready; what it had to say stands above. */
export class EndedEarly extends Error {
  override readonly name = 'EndedEarly'
}

export interface ChildOptions {
  readonly name: string
  readonly script: string
  readonly nodeFlags?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** How long it may take to end after SIGTERM before it is killed. */
  readonly stopTimeoutMs: number
  say(line: string): void
}

/** As `npm run worker` starts Node: scans do best with a small space for young objects. */
export const workerFlags: readonly string[] = ['--max-semi-space-size=4']

export interface SupervisedChild {
  /** Resolves at the child's first message `ready`; rejects where it ends before. */
  readonly ready: Promise<void>
  /** SIGTERM, then SIGKILL when its time is over. Resolves once it is gone. */
  stop(): Promise<void>
}

/**
 * Runs one of the product's scripts as a child, started again with growing pauses when it dies. The child ends by
 * itself when this process is gone (parent-watch.ts), and gets no Ctrl-C from a terminal: the order of the end is ours.
 */
export function superviseChild(options: ChildOptions): SupervisedChild {
  let child: ChildProcess | null = null
  let stopping = false
  let pauseMs = firstPauseMs
  let timer: NodeJS.Timeout | undefined
  const ready = Promise.withResolvers<void>()
  ready.promise.catch(() => {})

  const start = () => {
    const startedAt = Date.now()
    child = launch(options)
    child.on('message', (message) => {
      if (message === 'ready') ready.resolve()
    })
    child.once('exit', (code, signal) => {
      child = null
      if (stopping) return
      ready.reject(new EndedEarly(`The ${options.name} ended with ${signal ?? code} before it was ready.`))
      if (Date.now() - startedAt > steadyMs) pauseMs = firstPauseMs
      options.say(`The ${options.name} ended with ${signal ?? code}; it is started again in ${pauseMs / 1000} s.`)
      timer = setTimeout(start, pauseMs)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    })
  }
  start()
  return {
    ready: ready.promise,
    async stop() {
      stopping = true
      clearTimeout(timer)
      if (child) await end(child, options.stopTimeoutMs)
    },
  }
}

function launch({ script, nodeFlags = [], env }: ChildOptions): ChildProcess {
  return spawn(process.execPath, [...nodeFlags, '--import', './lib/cli/parent-watch.ts', script], {
    env: toolEnvironment(env),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: process.platform !== 'win32',
  })
}

async function end(child: ChildProcess, timeoutMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
  await gone
  clearTimeout(timer)
}
