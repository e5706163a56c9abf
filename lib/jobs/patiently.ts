import { setTimeout as delay } from 'node:timers/promises'
import { log } from '#lib/core/log.ts'
import { isDatabaseUnavailable } from '#lib/db/unavailable.ts'

const firstWaitMs = 250
const longestWaitMs = 5_000

/**
 * Does `work` again for as long as the database can't be reached, so that what a scan saw outlives an outage. Every
 * other error, and the last one once the signal aborts, is thrown.
 */
export async function patiently<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
    try {
      return await work()
    } catch (error) {
      if (!isDatabaseUnavailable(error) || signal.aborted) throw error
      log.warn({ waitMs }, 'the database is not available; waiting')
      // An abort ends the wait, and the next attempt is the last.
      await delay(waitMs, undefined, { signal }).catch(() => {})
    }
  }
}
