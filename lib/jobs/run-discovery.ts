import { systemPrincipal } from '#lib/core/principal.ts'
import {
  advanceRun,
  beginRun,
  finishRun,
  pauseRun,
  type RunStep,
  type RunToDo,
} from '#lib/data/discovery/advance-run.ts'
import type { DiscoveryResult } from '#lib/data/discovery/discovery-run.ts'
import { addEndpoints } from '#lib/data/endpoints/add-endpoints.ts'
import type { Candidate } from '#lib/discovery/sources/candidate.ts'
import { expandRanges } from '#lib/discovery/sources/ranges.ts'
import { concurrently } from '#lib/scan/concurrently.ts'
import { observe } from '#lib/scan/observe.ts'
import type { Observation, OutcomeKind } from '#lib/tls/observation.ts'
import type { JobContext } from './handler.ts'
import { patiently } from './patiently.ts'
import { scanOptions } from './run-scan.ts'

/** Most places of a range are empty: one is given this long to take a connection. */
const connectMs = 2_000

/** A place where something answered: worth a row, while nobody wants to read of each that is silent. */
const telling: ReadonlySet<OutcomeKind> = new Set(['not-tls', 'closed', 'reset', 'protocol-error', 'too-much-data'])

/**
 * Tries each place of a run's ranges, step by step in a fixed order, and adds those that answer TLS. Each step is put on
 * record as a whole, so that a run which was interrupted goes on behind the last one.
 */
export async function runDiscovery(runId: string, context: JobContext): Promise<void> {
  const { signal } = context
  for (;;) {
    const run = await patiently(() => beginRun(runId), signal)
    if (!run) return
    const end = await goThrough(runId, run, context)
    if (signal.aborted) return pauseRun(runId)
    if (end !== 'overtaken') return patiently(() => finishRun(runId), signal)
  }
}

/** Tries the places that are left of a run, until all are tried or the run is not this worker's to go on with. */
async function goThrough(
  runId: string,
  run: RunToDo,
  context: JobContext,
): Promise<'complete' | 'cancelled' | 'overtaken'> {
  const { signal } = context
  let from = run.done
  // The limit was checked when the run was made; here it has been granted.
  const places = expandRanges(run.cidrs, run.ports, Number.MAX_SAFE_INTEGER)
  for await (const step of steps(skip(places, from), context.concurrency * 4)) {
    const seen = await probe(step, context)
    if (signal.aborted) return 'overtaken'
    const outcome = await patiently(() => settle(run.siteId, seen), signal)
    const advanced = await patiently(() => advanceRun(runId, from, outcome), signal)
    if (advanced !== 'running') return advanced
    from += step.length
  }
  return 'complete'
}

interface Probed {
  readonly place: Candidate
  readonly observation: Observation
}

async function probe(places: readonly Candidate[], context: JobContext): Promise<Probed[]> {
  const options = await scanOptions(context, context.signal)
  const quick = { ...options, store: null, depth: 'inventory', timeouts: { ...options.timeouts, connectMs } } as const
  const look = async (place: Candidate): Promise<Probed | null> => {
    const target = { host: place.host, port: place.port, serverName: '', transport: 'tls' } as const
    const [observation] = await observe(target, quick).catch((error: unknown) => {
      if (context.signal.aborted) return []
      throw error
    })
    return observation ? { place, observation } : null
  }
  const probed: Probed[] = []
  for await (const one of concurrently(places, context.concurrency, look)) if (one) probed.push(one)
  return probed
}

async function settle(siteId: string, probed: readonly Probed[]): Promise<RunStep> {
  const answering = probed.filter(({ observation }) => speaksTls(observation))
  const entries = answering.map(
    ({ place: { host, port } }) => ({ host, port, serverName: '', transport: 'tls' }) as const,
  )
  const added = await addEndpoints(systemPrincipal, siteId, entries, { boundBy: 'import', origin: 'discovery' })
  const found = answering.flatMap(({ place }, index): DiscoveryResult[] => {
    const one = added[index]
    return one ? [{ ...placeOf(place), outcome: one.state, detail: null, endpointId: one.endpointId }] : []
  })
  const refused = probed.flatMap(({ place, observation: { outcome } }): DiscoveryResult[] =>
    outcome.kind === 'blocked-by-scope'
      ? [{ ...placeOf(place), outcome: 'refused', detail: outcome.rule, endpointId: null }]
      : [],
  )
  const others = probed.flatMap(({ place, observation }): DiscoveryResult[] =>
    telling.has(observation.outcome.kind) && !speaksTls(observation)
      ? [{ ...placeOf(place), outcome: observation.outcome.kind, detail: null, endpointId: null }]
      : [],
  )
  return {
    tried: probed.length,
    found: found.length,
    refused: refused.length,
    results: [...found, ...others, ...refused],
  }
}

/** A handshake, a chain, or a refusal in TLS's own words. */
function speaksTls({ outcome, facts }: Observation): boolean {
  return (
    outcome.kind === 'handshake' ||
    outcome.kind === 'alert' ||
    (facts.chain.status === 'observed' && facts.chain.value.length > 0)
  )
}

function placeOf({ host, port }: Candidate) {
  return { host, port, line: null }
}

async function* skip<Item>(items: AsyncIterable<Item>, count: number): AsyncGenerator<Item> {
  let left = count
  for await (const item of items) {
    if (left > 0) left -= 1
    else yield item
  }
}

async function* steps<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[]> {
  let step: Item[] = []
  for await (const item of items) {
    step.push(item)
    if (step.length < size) continue
    yield step
    step = []
  }
  if (step.length > 0) yield step
}
