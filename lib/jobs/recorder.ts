import { log } from '#lib/core/log.ts'
import type { EndpointObservations } from '#lib/data/observations/write-observations.ts'
import { abandonTarget, recordScanBatch } from '#lib/data/scans/record-scan-batch.ts'
import { isDatabaseUnavailable } from '#lib/db/unavailable.ts'
import { patiently } from './patiently.ts'

/** Recorded together; more would make others wait for the locks. */
const batchSize = 50
/** A result is on record after at most this, so that progress moves. */
const longestWaitMs = 300
/** Results that wait to be recorded before the scan waits, too. */
const mostPending = 400

export interface Recorder {
  /** Takes a result; waits where the database is behind. Rejects where recording has failed for good. */
  add(result: EndpointObservations): Promise<void>
  /** Records all that waits. */
  finish(): Promise<void>
}

/** Records results of one run in batches, one after the other. */
export function createRecorder(scanId: string, runId: string, signal: AbortSignal): Recorder {
  let pending: EndpointObservations[] = []
  let timer: NodeJS.Timeout | null = null
  let recording: Promise<void> = Promise.resolve()

  function flush(): Promise<void> {
    if (timer) clearTimeout(timer)
    timer = null
    recording = recording.then(async () => {
      while (pending.length > 0) {
        const batch = pending.slice(0, batchSize)
        await patiently(() => record(scanId, runId, batch), signal)
        pending = pending.slice(batch.length)
      }
    })
    // Whoever adds or finishes next is told; nobody may be waiting yet.
    recording.catch(() => {})
    return recording
  }

  return {
    async add(result) {
      pending.push(result)
      if (pending.length >= mostPending) await flush()
      else if (pending.length >= batchSize) void flush()
      else timer ??= setTimeout(() => void flush(), longestWaitMs)
    },
    finish: flush,
  }
}

/** A record that can't be written must not hold up the others: each is tried alone, and given up where it fails again. */
async function record(scanId: string, runId: string, batch: readonly EndpointObservations[]): Promise<void> {
  try {
    const { lost } = await recordScanBatch(scanId, runId, batch)
    if (lost.length > 0) log.warn({ scanId, lost: lost.length }, 'targets were taken over by another worker')
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error
    if (batch.length > 1) {
      for (const one of batch) await record(scanId, runId, [one])
      return
    }
    const [one] = batch
    log.error({ err: error, scanId, endpointId: one?.endpointId }, 'an observation could not be recorded')
    if (one) await abandonTarget(scanId, runId, one.endpointId)
  }
}
