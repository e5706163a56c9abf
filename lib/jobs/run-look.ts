import { finishLook, takeLook } from '#lib/data/verify/looks.ts'
import { observe } from '#lib/scan/observe.ts'
import { type JobContext, siteOf } from './handler.ts'
import { scanOptions } from './run-scan.ts'

/**
 * Looks at an endpoint that the inventory does not hold, for a question that waits: under the site's scope and at the
 * worker's pace as any scan, and recorded nowhere. The chain is judged by the asker.
 */
export async function runLook(lookId: string, context: JobContext): Promise<void> {
  const look = await takeLook(siteOf(context), lookId)
  if (!look) return
  const { target, depth, clockAheadMs, leftMs } = look
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(Math.ceil(leftMs))])
  const clients = depth === 'posture' || depth === 'mtls' ? context.readClients?.() : null
  try {
    const seen = await observe(target, {
      ...(await scanOptions(context, signal)),
      store: null,
      depth,
      ...(clients && { clients }),
    })
    await finishLook(
      lookId,
      seen.map((one) => ({ ...one, startedAt: new Date(one.startedAt.getTime() + clockAheadMs) })),
    )
  } catch (error) {
    // Nobody waits any more, or the worker stops: the asker's deadline tells it.
    if (!signal.aborted) throw error
  }
}
