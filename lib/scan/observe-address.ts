import { performance } from 'node:perf_hooks'
import { observed, skipped } from '#lib/core/observed.ts'
import { noPosture } from '#lib/tls/no-facts.ts'
import type { Depth, Observation, PostureFacts, Target, TlsFacts } from '#lib/tls/observation.ts'
import { ConnectingAsker } from './asker.ts'
import type { Attempt } from './attempt.ts'
import { ByteBudget } from './byte-budget.ts'
import { type FirstHandshake, firstHandshake } from './first-handshake.ts'
import type { ObserveOptions } from './observe-options.ts'
import { patientTimeouts } from './patience.ts'
import type { PostureResult } from './posture/probe-posture.ts'
import { flightFacts } from './probes/flight-facts.ts'
import { probeMtls } from './probes/mtls.ts'
import { probeOtherChains } from './probes/other-chains.ts'
import { judgeOtherTrust, judgeTrust } from './probes/trust.ts'
import { SeenCertificates } from './seen-certificates.ts'
import type { Reach } from './talk.ts'

// What an inventory does without is imported where it is first needed: a third of the modules of a scan.

/** Sessions are looked at by the deeper scans alone. */
const firstUntil = { inventory: 'server-flight', quick: 'proof', posture: 'finished', mtls: 'finished' } as const

/** Everything about one address, one connection after the other. The address has passed the scope. */
export function observeAddress(target: Target, ip: string, options: ObserveOptions): Promise<Observation> {
  const startedMs = performance.now()
  const { timeouts, maxBytes, signal } = options
  const reach: Reach = { ip, target, timeouts, budget: new ByteBudget(maxBytes), signal }
  const until = firstUntil[depthFor(target, options.depth)]
  // Thousands may wait here at once, so little is held until there is something to observe.
  return firstHandshake(reach, until).then((first) => observation(reach, options, startedMs, first))
}

async function observation(
  reach: Reach,
  options: ObserveOptions,
  startedMs: number,
  first: FirstHandshake,
): Promise<Observation> {
  const { target, ip } = reach
  const startedAt = new Date(Date.now() - (performance.now() - startedMs))
  const depth = depthFor(target, options.depth)
  const certificates = new SeenCertificates()
  certificates.keep(first.attempt.flight)
  const { handshakeMs } = first.attempt
  const patient = patientTimeouts(reach.timeouts, { handshakeMs, tookMs: performance.now() - startedMs })
  const asker = new ConnectingAsker({ reach: { ...reach, timeouts: patient }, first, certificates })
  const seen = {
    ...flightFacts(first.attempt, target.transport === 'tls', first.options.offer),
    trust: judgeTrust(first.attempt, options.store, startedAt),
    ...(await deeperFacts(first.attempt, asker, target, { ...options, depth })),
  }
  // Last, and of a server that still answers: it is the least that a posture could do without.
  const wanted = options.secondOpinion === true && !asker.beganToRefuse
  const second = wanted ? await secondOpinionOf(seen.trust, reach, options.store) : null
  const otherTrust = judgeOtherTrust(seen, certificates.bySha256, options.store, startedAt)
  const facts: TlsFacts = { ...seen, trust: second?.trust ?? seen.trust, otherTrust }
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
    connections: asker.connections + (second === null ? 0 : 1),
  }
}

/** Null where node:tls was not asked: there is nothing that it could judge, or it can't speak with the server. */
async function secondOpinionOf(
  trust: TlsFacts['trust'],
  reach: Reach,
  store: ObserveOptions['store'],
): Promise<{ readonly trust: TlsFacts['trust'] } | null> {
  if (store === null || trust.status !== 'observed' || reach.target.transport !== 'tls') return null
  const { secondOpinion } = await import('./second-opinion.ts')
  const other = await secondOpinion(reach, store)
  return { trust: other ? observed({ ...trust.value, secondOpinion: other }) : trust }
}

/**
 * MySQL counts connections that end before somebody has logged in, and after a hundred of them (`max_connect_errors`)
 * takes none from this address any more, so it is asked as little as will do.
 */
function depthFor({ transport }: Target, asked: Depth): Depth {
  return transport === 'mysql' && asked === 'posture' ? 'quick' : asked
}

type DeeperFacts = PostureFacts & Pick<TlsFacts, 'mtls' | 'otherChains'>

async function deeperFacts(
  first: Attempt,
  asker: ConnectingAsker,
  target: Target,
  options: ObserveOptions,
): Promise<DeeperFacts> {
  const { depth, known, clients = null } = options
  const mtls = { target, clients, asked: null, versions: null }
  if (depth === 'inventory' || depth === 'mtls') {
    const { asked } = depth === 'mtls' ? await askHttp(first, asker, target) : mtls
    return {
      ...noPosture(skipped(`depth-${depth}`)),
      otherChains: await probeOtherChains(first, asker, target, known?.keyTypes ?? []),
      mtls: await probeMtls(first, depth === 'mtls' ? asker : null, { ...mtls, asked }),
    }
  }
  const { probePosture } = await import('./posture/probe-posture.ts')
  const { facts: posture, requestsUnderTls12, light, head } = await probePosture(first, asker, depth, target)
  if (depth === 'quick') return { ...posture, http: skipped('depth-quick'), mtls: await probeMtls(first, null, mtls) }
  const { http, asked } = head ?? (await askHttp(first, asker, target, light))
  const conduct = asker.beganToRefuse ? observed('began-to-refuse' as const) : posture.conduct
  return {
    ...posture,
    http,
    mtls: await probeMtls(first, asker, { target, clients, asked, versions: posture.versions, requestsUnderTls12 }),
    conduct,
  }
}

async function askHttp(first: Attempt, asker: ConnectingAsker, target: Target, light: PostureResult['light'] = {}) {
  const { probeHttp } = await import('./probes/http.ts')
  return probeHttp(first, asker, target, light)
}
