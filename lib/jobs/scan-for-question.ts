import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { createScan } from '#lib/data/scans/create-scan.ts'
import type { ScanDepth } from '#lib/data/scans/scan-depth.ts'
import { isFinished } from '#lib/data/scans/scan-progress.ts'
import { dropLook, findLook, type LookAsked, queueLook } from '#lib/data/verify/looks.ts'
import type { Observation } from '#lib/tls/observation.ts'
import { scanProgress } from './progress.ts'
import { onScanMoved } from './scan-notices.ts'

export type ScanEnd = 'done' | 'late' | 'failed'

export interface ScanAsked {
  readonly endpointId: string
  readonly depth: ScanDepth
  /** A scan that is under way will do where it began after this. */
  readonly oldest: Date
  readonly waitMs: number
}

interface UnderWay {
  readonly depth: ScanDepth
  readonly beganAt: Date
  readonly scanId: Promise<string | null>
}

/** Scans of this process that questions wait for, by endpoint: many who ask at once make one scan. */
const underWay = new Map<string, UnderWay>()

/** Notices can be missed. */
const pollMs = 1_000

/** Scans one endpoint of the inventory and waits for the end. The scan goes on, and is recorded, where it is late. */
export async function scanEndpointNow(principal: Principal, asked: ScanAsked): Promise<ScanEnd> {
  const { endpointId, depth, oldest, waitMs } = asked
  const deadline = AbortSignal.timeout(waitMs)
  const running = underWay.get(endpointId)
  const joined = running && running.depth === depth && running.beganAt >= oldest ? running : null
  const scan = joined ?? start(principal, endpointId, depth)
  try {
    const scanId = await scan.scanId
    return scanId === null ? 'failed' : await endOf(principal, scanId, deadline)
  } finally {
    if (underWay.get(endpointId) === scan) underWay.delete(endpointId)
  }
}

function start(principal: Principal, endpointId: string, depth: ScanDepth): UnderWay {
  const scanId = createScan(principal, { kind: 'manual', depth, endpointIds: [endpointId] }).then(
    ([scan]) => scan?.id ?? null,
    (error: unknown) => {
      // Switched off or removed since the question came: that is an answer, and on record as such.
      if (error instanceof AppError && error.code === 'not-found') return null
      throw error
    },
  )
  const scan = { depth, beganAt: new Date(), scanId }
  underWay.set(endpointId, scan)
  return scan
}

async function endOf(principal: Principal, scanId: string, deadline: AbortSignal): Promise<ScanEnd> {
  for await (const { status, outcomes } of scanProgress(principal, scanId, deadline)) {
    if (isFinished(status)) return status === 'done' && !('not-recorded' in outcomes) ? 'done' : 'failed'
  }
  return 'late'
}

/** Has a worker of the site look at what is in no inventory; null where nobody had by then. Nothing of it is kept. */
export async function lookNow(
  siteId: string,
  asked: LookAsked,
  waitMs: number,
): Promise<readonly Observation[] | null> {
  const deadline = AbortSignal.timeout(waitMs)
  const id = await queueLook(siteId, asked, waitMs)
  if (id === null) return null
  let moved = Promise.withResolvers<void>()
  const ignore = onScanMoved(id, () => moved.resolve())
  try {
    while (!deadline.aborted) {
      moved = Promise.withResolvers<void>()
      const seen = await findLook(id)
      if (seen) return seen
      await Promise.race([moved.promise, delay(pollMs, undefined, { signal: deadline }).catch(() => {})])
    }
    return null
  } finally {
    ignore()
    await dropLook(id)
  }
}
