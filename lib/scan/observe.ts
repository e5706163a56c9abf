import { isIP } from 'node:net'
import { failed } from '#lib/core/observed.ts'
import { noFacts } from '#lib/tls/no-facts.ts'
import type { Depth, Observation, Outcome, Target } from '#lib/tls/observation.ts'
import { abortError } from './abort-error.ts'
import { concurrently } from './concurrently.ts'
import { observeAddress } from './observe-address.ts'
import type { ObserveOptions } from './observe-options.ts'
import { addressItself, type Resolution, resolveBySystem, resolveHost } from './resolve.ts'
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
export function observe(target: Target, options: ObserveOptions): Promise<readonly Observation[]> {
  const { signal } = options
  if (signal?.aborted) return Promise.reject(abortError(signal))
  // Most targets are one address, and thousands may be under way at once: an async function that waits for one keeps more.
  if (isIP(target.host) !== 0) return observeFound(target, addressItself(target.host), options)
  return resolveInTime(target.host, options).then((resolution) => observeFound(target, resolution, options))
}

function observeFound(
  target: Target,
  resolution: Resolution,
  options: ObserveOptions,
): Promise<readonly Observation[]> {
  const { scope, signal } = options
  if (signal?.aborted) return Promise.reject(abortError(signal))
  if (resolution.kind === 'dns-failure') return Promise.resolve([unreached(target, null, resolution)])
  const open: string[] = []
  const blocked: Observation[] = []
  for (const ip of resolution.addresses) {
    const decision = checkAddress(scope, target.host, ip, target.port)
    if (decision.allowed) open.push(ip)
    else blocked.push(unreached(target, ip, { kind: 'blocked-by-scope', rule: decision.rule }))
  }
  const [only, second] = open
  if (only === undefined) return Promise.resolve(blocked.slice(0, 1).map((first) => ({ ...first, address: null })))
  if (second === undefined && blocked.length === 0) return look(target, only, options).then(alone)
  return lookAtAll(target, open, options).then((seen) => [...seen, ...blocked])
}

function alone(observation: Observation): readonly Observation[] {
  return [observation]
}

function lookAtAll(target: Target, open: readonly string[], options: ObserveOptions): Promise<readonly Observation[]> {
  return Array.fromAsync(concurrently(open, addressesAtOnce, (ip) => look(target, ip, options)))
}

function look(target: Target, ip: string, options: ObserveOptions): Promise<Observation> {
  const { pacer, observer = observeAddress, depth, signal } = options
  if (!pacer) return observer(target, ip, options)
  return pacer.run(ip, connectionsOf[depth], signal, () => observer(target, ip, options))
}

async function resolveInTime(host: string, { scope, resolve, timeouts, signal }: ObserveOptions): Promise<Resolution> {
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
