import { setTimeout as delay } from 'node:timers/promises'
import { superviseChild } from './child-process.ts'

const lookEveryMs = 2_000
const estateStopMs = 5_000

/**
 * Starts the demo estate once it was asked for, by `--demo` or by the button on the Overview, and a worker of the
 * demo's own site: no other site's scope has to reach loopback for it. Returns what ends the watch and both.
 */
export function watchDemo(say: (line: string) => void, workerStopMs: number): () => Promise<void> {
  const ended = new AbortController()
  const ends = new AsyncDisposableStack()
  const watch = async (): Promise<void> => {
    if (!(await untilRequested(ended.signal))) return
    const estate = superviseChild({
      name: 'demo estate',
      script: 'lib/testing/estate/main.ts',
      stopTimeoutMs: estateStopMs,
      say,
    })
    ends.defer(estate.stop)
    await estate.ready
    if (ended.signal.aborted) return
    const env = { COUNTERSIGN_SITE: 'demo' }
    const worker = superviseChild({
      name: "demo's worker",
      script: 'lib/cli/worker.ts',
      env,
      stopTimeoutMs: workerStopMs,
      say,
    })
    ends.defer(worker.stop)
    say('The demo estate is up; its first scan is under way.')
  }
  const watching = watch().catch((error: unknown) =>
    say(`The demo estate did not start: ${error instanceof Error ? error.message : error}`),
  )
  return async () => {
    ended.abort()
    await ends.disposeAsync()
    await watching
    await ends.disposeAsync()
  }
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
