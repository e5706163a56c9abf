import { setTimeout as delay } from 'node:timers/promises'
import { type SupervisedChild, superviseChild } from './child-process.ts'

const lookEveryMs = 2_000
const stopMs = 5_000

/**
 * Starts the demo estate as a child once it was asked for: by `--demo` or by the button on the Overview.
 * Its servers listen on loopback alone. Returns what ends the watch and the estate.
 */
export function watchDemo(say: (line: string) => void): () => Promise<void> {
  const ended = new AbortController()
  let estate: SupervisedChild | null = null
  const watch = async (): Promise<void> => {
    const { isDemoRequested } = await import('#lib/data/demo.ts')
    while (!ended.signal.aborted) {
      // A database that is away now is asked again later.
      if (await isDemoRequested().catch(() => false)) break
      await delay(lookEveryMs, undefined, { signal: ended.signal }).catch(() => {})
    }
    if (ended.signal.aborted) return
    estate = superviseChild({ name: 'demo estate', script: 'lib/testing/estate/main.ts', stopTimeoutMs: stopMs, say })
  }
  const watching = watch()
  return async () => {
    ended.abort()
    await watching
    await estate?.stop()
  }
}
