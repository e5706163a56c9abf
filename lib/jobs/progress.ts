import { setTimeout as delay } from 'node:timers/promises'
import type { Principal } from '#lib/core/principal.ts'
import { getScan, type ScanDetail } from '#lib/data/scans/get-scan.ts'
import { isFinished } from '#lib/data/scans/scan-progress.ts'
import { onScanMoved } from './scan-notices.ts'

/** Looked at without a notice, too: one can be missed. */
const pollMs = 2_000
/** Notices that come faster are told together. */
const leastMs = 100

/**
 * The scan as it moves: first as it stands, then after every change, last when it is over. Throws `not-found` and
 * `forbidden` at the first step. Ends quietly where the signal aborts.
 */
export async function* scanProgress(
  principal: Principal,
  scanId: string,
  signal: AbortSignal,
): AsyncGenerator<ScanDetail> {
  let moved = Promise.withResolvers<void>()
  const ignore = onScanMoved(scanId, () => moved.resolve())
  try {
    let told = ''
    while (!signal.aborted) {
      moved = Promise.withResolvers<void>()
      const scan = await getScan(principal, scanId)
      const now = JSON.stringify(scan)
      if (now !== told) yield scan
      told = now
      if (isFinished(scan.status)) return
      await waitFor(moved.promise, signal)
    }
  } finally {
    ignore()
  }
}

async function waitFor(moved: Promise<void>, signal: AbortSignal): Promise<void> {
  const over = new AbortController()
  const either = AbortSignal.any([signal, over.signal])
  const quiet = () => {}
  await Promise.race([moved, delay(pollMs, undefined, { signal: either }).catch(quiet)])
  over.abort()
  await delay(leastMs, undefined, { signal }).catch(quiet)
}
