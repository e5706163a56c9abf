import { performance } from 'node:perf_hooks'
import { type Observed, skipped } from '#lib/core/observed.ts'
import { noPosture } from '#lib/tls/no-facts.ts'
import type { Observation, PostureFacts, Target, TlsFacts } from '#lib/tls/observation.ts'
import { ConnectingAsker } from './asker.ts'
import type { Attempt, Reach } from './attempt.ts'
import { firstHandshake } from './first-handshake.ts'
import type { ObserveOptions } from './observe-options.ts'
import { flightFacts } from './probes/flight-facts.ts'
import { judgeTrust } from './probes/trust.ts'
import { SeenCertificates } from './seen-certificates.ts'

/** Further connections wait no longer than this, or twenty times the first handshake, whichever is more. */
const probeFloorMs = 2000

/** Everything about one address, one connection after the other. The address has passed the scope. */
export async function observeAddress(target: Target, ip: string, options: ObserveOptions): Promise<Observation> {
  const startedAt = new Date()
  const startedMs = performance.now()
  const { timeouts, maxBytes, signal, depth, store } = options
  const reach: Reach = { ip, target, timeouts, maxBytes, signal }
  const first = await firstHandshake(reach, depth === 'inventory' ? 'server-flight' : 'finished')
  const certificates = new SeenCertificates()
  certificates.keep(first.attempt.flight)
  const asker = new ConnectingAsker({ reach: patient(reach, first.attempt), first, certificates })
  const facts: TlsFacts = {
    ...flightFacts(first.attempt, target.transport === 'tls'),
    trust: judgeTrust(first.attempt, store, startedAt),
    ...(await deeperFacts(first.attempt, asker, options)),
  }
  return {
    target,
    address: ip,
    outcome: first.attempt.outcome,
    facts,
    certificates: certificates.bySha256,
    startedAt,
    timings: {
      connectMs: first.attempt.connectMs,
      handshakeMs: first.attempt.handshakeMs,
      totalMs: performance.now() - startedMs,
    },
    connections: asker.connections,
  }
}

/** A server that answered once has shown how fast it is; a question that hangs need not cost the full time. */
function patient(reach: Reach, { handshakeMs }: Attempt): Reach {
  const overallMs = Math.min(reach.timeouts.overallMs, Math.max(probeFloorMs, 20 * (handshakeMs ?? 0)))
  return { ...reach, timeouts: { ...reach.timeouts, overallMs } }
}

type DeeperFacts = PostureFacts & Pick<TlsFacts, 'mtls' | 'otherChains'>

async function deeperFacts(_first: Attempt, _asker: ConnectingAsker, { depth }: ObserveOptions): Promise<DeeperFacts> {
  const notAsked: Observed<never> = skipped(`depth-${depth}`)
  return { ...noPosture(notAsked), mtls: notAsked, otherChains: notAsked }
}
