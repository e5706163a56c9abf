import { failed, type Observed, observed, skipped } from '#lib/core/observed.ts'
import { noPosture } from '#lib/tls/no-facts.ts'
import type { InventoryFacts, PostureFacts, Target } from '#lib/tls/observation.ts'
import type { Asker, DeferringAsker, HandshakeWish } from '../ask.ts'
import type { Attempt } from '../attempt.ts'
import { HeadRide } from '../probes/head-ride.ts'
import type { HttpProbe } from '../probes/http.ts'
import type { Provoker } from '../provoke.ts'
import { sentServerName } from '../sent-server-name.ts'
import { askFlaws } from './flaws.ts'
import { type AskedFacts, Posture } from './posture.ts'
import { askQuickly } from './quick.ts'
import { Replay } from './replay.ts'
import { ssl2Posture } from './ssl2-only.ts'
import { WholeSessions } from './whole-sessions.ts'

export interface PostureResult {
  readonly facts: PostureFacts & Pick<InventoryFacts, 'otherChains'>
  /** Whether a CertificateRequest stood in a whole flight of TLS 1.2; null: no such flight was seen. */
  readonly requestsUnderTls12: boolean | null
  /** How further handshakes are led at less cost; empty: in the usual way. */
  readonly light: Pick<HandshakeWish, 'offer' | 'shareGroups'>
  /** What came of a HEAD that rode on another question; null: it has to be asked. */
  readonly head: HttpProbe | null
}

/**
 * What more connections tell of an address that answered `first`. Nothing is called unsupported but by the server's own
 * word; what was not learned is `failed` with its reason, and what was learned before the server began to refuse stays.
 * `http` is not among them. Rejects with AbortError alone.
 */
export async function probePosture(
  first: Attempt,
  asker: (Asker | DeferringAsker) & Provoker,
  depth: 'quick' | 'posture',
  target: Target,
): Promise<PostureResult> {
  const { outcome, flight, ssl2 } = first
  const { kind } = ssl2?.tls ?? outcome
  if (flight.hello === null && kind !== 'alert') {
    const why: Observed<never> = failed(kind)
    const facts = ssl2 ? ssl2Posture(ssl2) : noPosture(why)
    return { facts: { ...facts, otherChains: why }, requestsUnderTls12: null, light: {}, head: null }
  }
  const head = new HeadRide(first, target)
  const { posture, asked } = await askSettled(first, asker, depth, sentServerName(target), head)
  const learned = await withFlaws(posture, asked, depth === 'quick' ? null : asker)
  const conduct = observed(asker.beganToRefuse ? ('began-to-refuse' as const) : ('steady' as const))
  const { requestsUnderTls12 } = posture.evidence
  const light = first.flight.hello?.version === 'TLSv1.3' ? posture.usualWish() : {}
  return { facts: { ...learned, http: skipped('not-asked'), conduct }, requestsUnderTls12, light, head: head.probe }
}

interface Settled {
  readonly posture: Posture
  readonly asked: AskedFacts
}

/** Asks until no answer that something was made of is taken back. */
async function askSettled(
  first: Attempt,
  asker: Asker | DeferringAsker,
  depth: 'quick' | 'posture',
  serverName: string,
  head: HeadRide,
): Promise<Settled> {
  const replay = 'defer' in asker ? new Replay(asker) : null
  if ('defer' in asker) await asker.defer(true)
  for (;;) {
    head.restart()
    const posture = new Posture({ first, asker: replay ?? asker, serverName })
    const sessions = new WholeSessions(first, replay ?? asker, head)
    const asked = depth === 'quick' ? await askQuickly(posture) : await posture.askAll(sessions)
    if (replay === null || !(await replay.rewind())) return { posture, asked }
  }
}

/**
 * Flaws are asked about last, and not again where answers are taken back: a server may take offence. Where no version was
 * spoken, nothing was learned of what versions have. `provoker`: null where they are not asked about.
 */
async function withFlaws(
  posture: Posture,
  { ticketbleed, ...asked }: AskedFacts,
  provoker: Provoker | null,
): Promise<Omit<PostureResult['facts'], 'http' | 'conduct'>> {
  if (posture.versions.spoken.length === 0) {
    const why: Observed<never> = failed('no-version')
    return { ...noPosture(why), versions: asked.versions, suites: asked.suites, otherChains: why }
  }
  if (provoker === null) return { ...asked, flaws: skipped('depth-quick') }
  const { versions, evidence, enumerationOf, serverName } = posture
  const options = { provoker, versions, evidence, enumerationOf, serverName }
  return { ...asked, flaws: observed(await askFlaws(options, ticketbleed)) }
}
