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
export async function observe(target: Target, options: ObserveOptions): Promise<readonly Observation[]> {
  const { scope, signal } = options
  if (signal?.aborted) throw abortError(signal)
  const { host, port } = target
  const resolution = isIP(host) === 0 ? await resolveInTime(host, options) : addressItself(host)
  if (signal?.aborted) throw abortError(signal)
  if (resolution.kind === 'dns-failure') return [unreached(target, null, resolution)]
  const open: string[] = []
  const blocked: Observation[] = []
  for (const ip of resolution.addresses) {
    const decision = checkAddress(scope, host, ip, port)
    if (decision.allowed) open.push(ip)
    else blocked.push(unreached(target, ip, { kind: 'blocked-by-scope', rule: decision.rule }))
  }
  const [only] = open
  if (only === undefined) return blocked.slice(0, 1).map((first) => ({ ...first, address: null }))
  // Nearly every target has one address, and thousands may be under way at once.
  if (open.length === 1) return [await look(target, only, options), ...blocked]
  const seen: Observation[] = []
  for await (const one of concurrently(open, addressesAtOnce, (ip) => look(target, ip, options))) seen.push(one)
  return [...seen, ...blocked]
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
