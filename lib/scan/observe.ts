import { isIP } from 'node:net'
import { failed } from '#lib/core/observed.ts'
import { noFacts } from '#lib/tls/no-facts.ts'
import type { Depth, Observation, Outcome, Target } from '#lib/tls/observation.ts'
import { abortError } from './abort-error.ts'
import { concurrently } from './concurrently.ts'
import { observeAddress } from './observe-address.ts'
import type { ObserveOptions } from './observe-options.ts'
import { type Resolution, resolveBySystem, resolveHost } from './resolve.ts'
import { checkAddress } from './scope.ts'

export type { ObserveOptions } from './observe-options.ts'

const addressesAtOnce = 4

/** About how many connections an observation of one address opens. */
const connectionsOf: Readonly<Record<Depth, number>> = { inventory: 1, quick: 10, posture: 40, mtls: 6 }

/**
 * All that can be seen of a target from here: one observation per address (also of those that the scope forbids), or a
 * single one without an address where none was found or the scope forbade all. Whatever a peer or the network does is
 * an outcome; rejects with AbortError alone, where the signal aborts.
 */
export async function observe(target: Target, options: ObserveOptions): Promise<readonly Observation[]> {
  const { scope, signal } = options
  if (signal?.aborted) throw abortError(signal)
  const resolution = await resolveInTime(target.host, options)
  if (signal?.aborted) throw abortError(signal)
  if (resolution.kind === 'dns-failure') return [unreached(target, null, resolution)]
  const decisions = resolution.addresses.map((ip) => ({
    ip,
    decision: checkAddress(scope, target.host, ip, target.port),
  }))
  const blocked = decisions.flatMap(({ ip, decision }) =>
    decision.allowed ? [] : [unreached(target, ip, { kind: 'blocked-by-scope', rule: decision.rule })],
  )
  if (blocked.length === decisions.length) return blocked.slice(0, 1).map((first) => ({ ...first, address: null }))
  const open = decisions.filter(({ decision }) => decision.allowed)
  const seen: Observation[] = []
  const { pacer, observer = observeAddress } = options
  const look = ({ ip }: { readonly ip: string }) =>
    pacer
      ? pacer.run(ip, connectionsOf[options.depth], signal, () => observer(target, ip, options))
      : observer(target, ip, options)
  for await (const observation of concurrently(open, addressesAtOnce, look)) seen.push(observation)
  return [...seen, ...blocked]
}

async function resolveInTime(host: string, { scope, resolve, timeouts, signal }: ObserveOptions): Promise<Resolution> {
  if (isIP(host) !== 0) return resolveHost(host, scope.staticHosts, resolve ?? resolveBySystem)
  const { promise: over, resolve: end } = Promise.withResolvers<Resolution>()
  const late = () => end({ kind: 'dns-failure', code: 'ETIMEOUT' })
  const timer = setTimeout(late, timeouts.overallMs)
  signal?.addEventListener('abort', late, { once: true })
  try {
    return await Promise.race([resolveHost(host, scope.staticHosts, resolve ?? resolveBySystem), over])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', late)
  }
}

function unreached(target: Target, address: string | null, outcome: Outcome): Observation {
  return {
    target,
    address,
    outcome,
    facts: noFacts(failed(outcome.kind)),
    certificates: new Map(),
    startedAt: new Date(),
    timings: { connectMs: null, handshakeMs: null, totalMs: 0 },
    connections: 0,
  }
}
