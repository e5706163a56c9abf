import { log } from '#lib/core/log.ts'
import { leaseMs, renewLeases } from '#lib/data/scans/lease-targets.ts'
import { isFinished } from '#lib/data/scans/scan-progress.ts'
import { onScanMoved } from './scan-notices.ts'

export interface LeaseKeeper {
  /** Aborts when the scan was cancelled or deleted. */
  readonly cancelled: AbortSignal
  /** Resolves when nothing of it is under way any more. */
  stop(): Promise<void>
}

/** Renews a run's leases, and hears of the scan's cancellation: at once by notice, else with the next renewal. */
export function keepLeases(scanId: string, runId: string): LeaseKeeper {
  const cancelled = new AbortController()
  let underWay: Promise<void> | null = null
  const renew = async () => {
    try {
      const status = await renewLeases(scanId, runId)
      if (status === null || status === 'cancelling' || isFinished(status)) cancelled.abort()
    } catch (error) {
      // The lease holds for a while; recording tells whether it was lost.
      log.warn({ err: error, scanId }, 'leases could not be renewed')
    } finally {
      underWay = null
    }
  }
  const look = () => {
    underWay ??= renew()
  }
  const timer = setInterval(look, leaseMs / 3)
  const ignore = onScanMoved(scanId, look)
  return {
    cancelled: cancelled.signal,
    async stop() {
      clearInterval(timer)
      ignore()
      await underWay
    },
  }
}
