import { newId } from '#lib/core/ids.ts'
import { log } from '#lib/core/log.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import type { EndpointObservations } from '#lib/data/observations/write-observations.ts'
import { type LeasedTarget, leaseTargets, releaseLeases } from '#lib/data/scans/lease-targets.ts'
import { getSite } from '#lib/data/sites/get-site.ts'
import { loadStoreInputs, type StoreInput } from '#lib/data/trust-stores/load-store-inputs.ts'
import { concurrently } from '#lib/scan/concurrently.ts'
import { defaultMaxBytes, defaultTimeouts } from '#lib/scan/limits.ts'
import { type ObserveOptions, observe } from '#lib/scan/observe.ts'
import { type JobContext, siteOf } from './handler.ts'
import { keepLeases } from './lease-keeper.ts'
import { findOwnServices } from './own-services.ts'
import { patiently } from './patiently.ts'
import { createRecorder } from './recorder.ts'

/** How long a stopping worker tries to give its leases back; they run out by themselves. */
const releaseWithinMs = 10_000

/**
 * Works at a scan until nothing is left to take, it is cancelled, or the worker stops. Any number of workers may do so
 * at once: each target is held by one run, and recorded and counted in one transaction.
 */
export async function runScan(scanId: string, context: JobContext): Promise<void> {
  const runId = newId()
  const keeper = keepLeases(scanId, runId)
  const left = new AbortController()
  const signal = AbortSignal.any([context.signal, keeper.cancelled, left.signal])
  const recorder = createRecorder(scanId, runId, signal)
  try {
    const options = await scanOptions(context, signal)
    const leased = takeTargets(scanId, runId, context.concurrency, signal)
    const clients = context.readClients?.()
    const look = ({ leased: { endpointId, target, depth, knownKeyTypes, clockAheadMs }, store }: Taken) =>
      lookAt({ endpointId, depth }, async () => {
        const seen = await observe(target, {
          ...options,
          store,
          depth,
          // Asked where the rest takes dozens of connections anyway: a disagreement is for administrators to see.
          secondOpinion: depth === 'posture',
          known: { keyTypes: knownKeyTypes },
          ...(clients && playsClients(depth) && { clients }),
        })
        return seen.map((one) => ({ ...one, startedAt: new Date(one.startedAt.getTime() + clockAheadMs) }))
      })
    for await (const seen of concurrently(leased, context.concurrency, look)) {
      if (seen) await recorder.add(seen)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    const late = AbortSignal.timeout(releaseWithinMs)
    await recorder.finish().catch((error: unknown) => log.error({ err: error, scanId }, 'results were not recorded'))
    left.abort()
    await keeper.stop()
    await patiently(() => releaseLeases(scanId, runId), late)
  }
}

function playsClients(depth: LeasedTarget['depth']): boolean {
  return depth === 'mtls' || depth === 'posture'
}

/** The options of every observation at a site. The rest is each target's own. */
export async function scanOptions(
  context: JobContext,
  signal: AbortSignal,
): Promise<Omit<ObserveOptions, 'store' | 'depth'>> {
  const site = await patiently(() => getSite(systemPrincipal, siteOf(context)), signal)
  // The database may have moved since the worker began; where it was may be where it will be.
  const ownServices = await patiently(findOwnServices, signal)
  const overallMs = context.timeoutMs
  return {
    scope: {
      allow: site.allow,
      deny: site.deny,
      allowPublic: site.allowPublic,
      staticHosts: site.staticHosts,
      forbidden: [...context.ownServices, ...ownServices],
    },
    timeouts: {
      overallMs,
      connectMs: Math.min(overallMs, defaultTimeouts.connectMs),
      idleMs: Math.min(overallMs, defaultTimeouts.idleMs),
    },
    maxBytes: defaultMaxBytes,
    pacer: context.pacer,
    ...(context.observer && { observer: context.observer }),
    signal,
  }
}

interface Taken {
  readonly leased: LeasedTarget
  readonly store: StoreInput | null
}

/** Takes a few targets at a time, so that a slow worker does not sit on what others could do. */
async function* takeTargets(scanId: string, runId: string, atOnce: number, signal: AbortSignal): AsyncGenerator<Taken> {
  const stores = new Map<string, StoreInput>()
  while (!signal.aborted) {
    const batch = await patiently(() => leaseTargets(scanId, runId, Math.min(atOnce, 100)), signal)
    if (batch.length === 0) return
    const missing = batch.flatMap(({ storeId }) => (storeId === null || stores.has(storeId) ? [] : [storeId]))
    for (const [id, store] of await patiently(() => loadStoreInputs(missing), signal)) stores.set(id, store)
    for (const leased of batch) {
      yield { leased, store: leased.storeId === null ? null : (stores.get(leased.storeId) ?? null) }
    }
  }
}

/** Null where the scan was stopped meanwhile. An observation that throws is a bug of the scanner: it costs one target. */
async function lookAt(
  target: Pick<LeasedTarget, 'endpointId' | 'depth'>,
  look: () => Promise<EndpointObservations['observations']>,
): Promise<EndpointObservations | null> {
  try {
    return { ...target, observations: await look() }
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return null
    log.error({ err: error, ...target }, 'an observation threw')
    return { ...target, observations: [] }
  }
}
