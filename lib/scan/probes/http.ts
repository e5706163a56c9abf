import { failed, type Observed, observed } from '#lib/core/observed.ts'
import type { HttpFact } from '#lib/tls/http-fact.ts'
import type { Target } from '#lib/tls/observation.ts'
import type { Asker, HandshakeWish } from '../ask.ts'
import type { Attempt } from '../attempt.ts'
import { mayBeHttp } from '../http/head.ts'
import { headAnswer, headQuestion } from './head-question.ts'

export interface HttpProbe {
  readonly http: Observed<HttpFact | null>
  /** The handshake that carried the HEAD, for the mTLS probes; null where none was made. */
  readonly asked: Attempt | null
}

/**
 * HTTP hardening by one HEAD over one more handshake, where ALPN names HTTP or names nothing; null where HTTP is not
 * spoken. The hello offers post-handshake authentication, for some servers ask for a certificate only then (RFC 8446
 * 4.6.2).
 */
export async function probeHttp(
  first: Attempt,
  asker: Asker,
  target: Target,
  light: Pick<HandshakeWish, 'offer' | 'shareGroups'> = {},
): Promise<HttpProbe> {
  const { flight, outcome } = first
  if (flight.hello === null) return { http: failed((first.ssl2?.tls ?? outcome).kind), asked: null }
  if (!mayBeHttp(flight.alpn, target)) return { http: observed(null), asked: null }
  const refusal = first.aftermath?.kind === 'alert' ? first.aftermath.alert.name : null
  if (refusal !== null) return { http: failed('alert', refusal), asked: null }
  if (outcome.kind === 'alert') return { http: failed('alert', outcome.name), asked: null }
  const asked = await askHead(first, asker, target, light)
  return { http: httpFact(asked), asked }
}

/**
 * In HTTP/1.1 where that can be had, for some servers name h2 and speak it badly; in HTTP/2 where nothing else is spoken
 * (RFC 7301 3.2: an alert, or no choice).
 */
async function askHead(
  { flight }: Attempt,
  asker: Asker,
  target: Target,
  light: Pick<HandshakeWish, 'offer' | 'shareGroups'>,
): Promise<Attempt> {
  const judgement = flight.certificateRequest !== null
  const offer = { ...light.offer, postHandshakeAuth: true }
  const wish = { ...light, offer, unproven: true, judgement, question: headQuestion(target) }
  if (flight.alpn !== 'h2') return asker.handshake(wish)
  const older = await asker.handshake({ ...wish, offer: { ...offer, alpn: ['http/1.1'] } })
  const { outcome } = older
  const declined =
    outcome.kind === 'alert'
      ? outcome.code === noApplicationProtocol
      : outcome.kind === 'handshake' && older.flight.alpn === null
  return declined ? asker.handshake(wish) : older
}

const noApplicationProtocol = 120

/** What the answer to a HEAD tells; the server's clock by the time of the call. */
export function httpFact(asked: Attempt): Observed<HttpFact | null> {
  const { outcome, aftermath, flight } = asked
  if (outcome.kind === 'alert') return failed('alert', outcome.name)
  if (outcome.kind !== 'handshake') return failed(outcome.kind)
  if (flight.notCompleted) return failed('not-completed')
  const head = headAnswer(asked)
  if (head.kind === 'answered') return observed(head.http)
  if (aftermath?.kind === 'alert') return failed('alert', aftermath.alert.name)
  if (head.kind === 'unasked') return flight.alpn === null ? failed('not-asked') : observed(null)
  // What promised HTTP by ALPN, and what said nothing or not all, may have had a bad moment.
  if (flight.alpn !== null || head.kind === 'silent' || head.kind === 'cut') return failed('no-answer')
  return observed(null)
}
