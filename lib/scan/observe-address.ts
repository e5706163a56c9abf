import { performance } from 'node:perf_hooks'
import { sha256, toHex } from '#lib/core/ids.ts'
import { skipped } from '#lib/core/observed.ts'
import type { Observation, Target, TlsFacts } from '#lib/tls/observation.ts'
import { type Attempt, attempt } from './attempt.ts'
import { contextForStore } from './client-contexts.ts'
import type { ObserveOptions } from './observe-options.ts'
import type { Connect } from './probes/connect.ts'
import { flightFacts } from './probes/flight-facts.ts'
import { probeMtls } from './probes/mtls.ts'
import { judgeTrust } from './probes/trust.ts'
import { probeVersions } from './probes/versions.ts'

/** Further connections wait no longer than this, or twenty times the first handshake, whichever is more. */
const probeFloorMs = 2000

/** Everything about one address, one connection after the other. The address has passed the scope. */
export async function observeAddress(target: Target, ip: string, options: ObserveOptions): Promise<Observation> {
  const startedAt = new Date()
  const startedMs = performance.now()
  const { timeouts, maxBytes, signal, store } = options
  const overTls = target.transport === 'tls'
  const base = { ip, target, timeouts, maxBytes, signal, alpn: overTls ? ['h2', 'http/1.1'] : [] }
  const first = await attempt({ ...base, context: contextForStore(store) })
  const overallMs = Math.min(timeouts.overallMs, Math.max(probeFloorMs, 20 * (first.handshakeMs ?? 0)))
  const connect: Connect = (how) => attempt({ ...base, timeouts: { ...timeouts, overallMs }, ...how })
  const facts: TlsFacts = {
    ...flightFacts(first, overTls),
    trust: judgeTrust(first, store, startedAt),
    ...(await deeperFacts(first, overTls, options.depth === 'standard' ? connect : null)),
  }
  return {
    target,
    address: ip,
    outcome: first.outcome,
    facts,
    certificates: new Map((first.flight.chain ?? []).map((der) => [toHex(sha256(der)), der])),
    startedAt,
    timings: { connectMs: first.connectMs, handshakeMs: first.handshakeMs, totalMs: performance.now() - startedMs },
  }
}

async function deeperFacts(
  first: Attempt,
  overTls: boolean,
  connect: Connect | null,
): Promise<Pick<TlsFacts, 'versions' | 'mtls'>> {
  const mtls = await probeMtls(first, overTls, connect)
  const versions = connect === null ? skipped<never>('depth-inventory') : await probeVersions(first, connect)
  return { versions, mtls }
}
