import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { createScan } from '#lib/data/scans/create-scan.ts'
import { getScan } from '#lib/data/scans/get-scan.ts'
import type { ScanDepth } from '#lib/data/scans/scan-depth.ts'
import { isFinished } from '#lib/data/scans/scan-progress.ts'
import { dropLook, findLook, type LookAsked, queueLook } from '#lib/data/verify/looks.ts'
import type { Observation } from '#lib/tls/observation.ts'
import { scanProgress } from './progress.ts'
import { onScanMoved } from './scan-notices.ts'

/** `unbegun`: no worker came to it in time; `late`: one did, and it was not over. */
export type ScanEnd = 'done' | 'unbegun' | 'late' | 'failed'

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
  const scanId = createScan(principal, { kind: 'manual', depth, awaited: true, endpointIds: [endpointId] }).then(
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
  for await (const { status } of scanProgress(principal, scanId, deadline)) if (isFinished(status)) break
  // As it stands at the end: nobody may have been told that it was begun.
  const { status, outcomes } = await getScan(principal, scanId)
  if (!isFinished(status)) return status === 'queued' ? 'unbegun' : 'late'
  return status === 'done' && !('not-recorded' in outcomes) ? 'done' : 'failed'
}

/** Has a worker of the site look at what is in no inventory. Nothing of it is kept. */
export async function lookNow(
  siteId: string,
  asked: LookAsked,
  waitMs: number,
): Promise<readonly Observation[] | 'unbegun' | 'late'> {
  const deadline = AbortSignal.timeout(waitMs)
  const id = await queueLook(siteId, asked, waitMs)
  if (id === null) return 'unbegun'
  let end: 'unbegun' | 'late' = 'unbegun'
  let moved = Promise.withResolvers<void>()
  const ignore = onScanMoved(id, () => moved.resolve())
  try {
    while (!deadline.aborted) {
      moved = Promise.withResolvers<void>()
      const found = await findLook(id)
      if (typeof found !== 'string') return found
      end = found === 'begun' ? 'late' : 'unbegun'
      await Promise.race([moved.promise, delay(pollMs, undefined, { signal: deadline }).catch(() => {})])
    }
    return end
  } finally {
    ignore()
    await dropLook(id)
  }
}
