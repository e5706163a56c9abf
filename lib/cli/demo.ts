import { setTimeout as delay } from 'node:timers/promises'
import { type SupervisedChild, superviseChild, workerFlags } from './child-process.ts'

const lookEveryMs = 2_000
const estateStopMs = 5_000

interface Watch {
  readonly signal: AbortSignal
  readonly workerStopMs: number
  /** What runs, in the order of its start. */
  readonly children: SupervisedChild[]
  say(line: string): void
}

/**
 * Starts the demo estate once it was asked for, by `--demo` or by the button on the Overview, and a worker of the
 * demo's own site: no other site's scope has to reach loopback for it. What becomes of it is noted for the Overview.
 * Returns what ends the watch and both.
 */
export function watchDemo(say: (line: string) => void, workerStopMs: number): () => Promise<void> {
  const ended = new AbortController()
  const children: SupervisedChild[] = []
  const watching = watch({ signal: ended.signal, workerStopMs, children, say })
  return async () => {
    ended.abort()
    await stopAll(children)
    await watching
    await stopAll(children)
  }
}

/** An estate that failed may be asked for again. */
async function watch({ signal, workerStopMs, children, say }: Watch): Promise<void> {
  while (await untilRequested(signal)) {
    try {
      await note('starting')
      const script = 'lib/testing/estate/main.ts'
      const estate = superviseChild({ name: 'demo estate', script, stopTimeoutMs: estateStopMs, say })
      children.push(estate)
      await estate.ready
      if (signal.aborted) return
      const env = { COUNTERSIGN_SITE: 'demo' }
      children.push(
        superviseChild({
          name: "demo's worker",
          script: 'lib/cli/worker.ts',
          nodeFlags: workerFlags,
          env,
          stopTimeoutMs: workerStopMs,
          say,
        }),
      )
      await note('up')
      say('The demo estate is up; its first scan is under way.')
      return
    } catch (error) {
      await stopAll(children)
      if (signal.aborted) return
      const reason = error instanceof Error ? error.message : String(error)
      say(`The demo estate did not start: ${reason}`)
      await note('failed', reason).catch(() => {})
      await delay(lookEveryMs, undefined, { signal }).catch(() => {})
    }
  }
}

/** The last that was started ends first. */
async function stopAll(children: SupervisedChild[]): Promise<void> {
  for (let child = children.pop(); child !== undefined; child = children.pop()) await child.stop()
}

/** True once it was asked for; false where the end came first. */
async function untilRequested(signal: AbortSignal): Promise<boolean> {
  const { isDemoRequested } = await import('#lib/data/demo.ts')
  while (!signal.aborted) {
    // A database that is away now is asked again later.
    if (await isDemoRequested().catch(() => false)) return true
    await delay(lookEveryMs, undefined, { signal }).catch(() => {})
  }
  return false
}

/** Imported late: the client that it needs is made by a step of the start. */
async function note(stage: 'starting' | 'up' | 'failed', detail?: string): Promise<void> {
  const { noteDemo } = await import('#lib/data/demo.ts')
  await noteDemo(stage, detail)
}
