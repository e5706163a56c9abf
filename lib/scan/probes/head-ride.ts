import type { Target } from '#lib/tls/observation.ts'
import type { HandshakeWish } from '../ask.ts'
import type { Attempt } from '../attempt.ts'
import { mayBeHttp } from '../http/head.ts'
import { type Treatment, treatmentOfStatus } from './client-treatment.ts'
import { headAnswer, headQuestion } from './head-question.ts'
import { type HttpProbe, httpFact } from './http.ts'

const protocol = 'http/1.1'

/** The HEAD on a session that is resumed anyway, where what comes of it is worth as much as on a connection of its own. */
export class HeadRide {
  /** Null: it has to be asked. */
  probe: HttpProbe | null = null
  #tried = false
  /** As they were when they came: they speak of the server's clock. */
  readonly #read = new Map<Attempt, HttpProbe | null>()
  readonly #first: Attempt
  readonly #target: Target

  constructor(first: Attempt, target: Target) {
    this.#first = first
    this.#target = target
  }

  /** The same answers will be given again. */
  restart(): void {
    this.probe = null
    this.#tried = false
  }

  /**
   * What the session has to be led with; null where it may not carry the HEAD. Only who names HTTP by ALPN is asked so
   * early, for others may take offence; and a session that is resumed does not show what a server that asks for
   * certificates thinks of a client without one.
   */
  get wish(): Required<Pick<HandshakeWish, 'offer' | 'question'>> | null {
    if (this.#tried) return null
    const { flight, outcome, aftermath } = this.#first
    if (outcome.kind !== 'handshake' || aftermath?.kind === 'alert' || flight.certificateRequest !== null) return null
    if (flight.alpn === null || !mayBeHttp(flight.alpn, this.#target)) return null
    return { offer: { alpn: [protocol], postHandshakeAuth: true }, question: headQuestion(this.#target) }
  }

  /** To be called as soon as the session has ended. */
  take(made: Attempt): void {
    this.#tried = made.flight.hello !== null
    if (!this.#read.has(made)) this.#read.set(made, probeOf(made))
    this.probe = this.#read.get(made) ?? null
  }
}

/** On a connection of its own it would be the same. */
const aboutAll: ReadonlySet<Treatment> = new Set(['served', 'denied-by-http'])

/** Null for what may be about this session, or have been a bad moment. That a server kept it and said nothing is neither. */
function probeOf(made: Attempt): HttpProbe | null {
  const { outcome, flight, aftermath } = made
  const asksMore = flight.certificateRequest !== null || flight.renegotiationAsked
  if (outcome.kind !== 'handshake' || flight.notCompleted || flight.alpn !== protocol || asksMore) return null
  const head = headAnswer(made)
  const told = head.kind === 'answered' && aboutAll.has(treatmentOfStatus(head.http.status))
  const ignored = head.kind === 'silent' && (aftermath?.kind === 'stood' || aftermath?.kind === 'silent')
  return told || ignored ? { http: httpFact(made), asked: made } : null
}
