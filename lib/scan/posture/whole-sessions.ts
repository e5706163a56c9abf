import { type Observed, observed } from '#lib/core/observed.ts'
import type { Offer } from '#lib/tls/client-hello.ts'
import type { Resumption } from '#lib/tls/engine.ts'
import { suiteInfo } from '#lib/tls/suites.ts'
import { wireVersions } from '#lib/tls/versions.ts'
import type { Answer, Asker } from '../ask.ts'
import type { Attempt } from '../attempt.ts'
import type { HeadRide } from '../probes/head-ride.ts'
import type { UsualWish } from './posture.ts'
import type { Lists } from './version-offer.ts'

/** A handshake of TLS 1.3 that keeps to the lists it is given; it has to be with this suite, and sends no share. */
export interface Carrier {
  readonly suite: number
  /** Null: it told nothing. */
  readonly handshake: (lists: Lists) => Promise<Answer | null>
}

interface Resumed {
  readonly attempt: Attempt
  /** The handshake was led as a HEAD wants it. */
  readonly carriedHead: boolean
}

/** Whole handshakes that are made anyway carry questions, so that these need no connections of their own. */
export class WholeSessions {
  /** A session of TLS 1.2 without a ticket; null: none was made. */
  tls12: Attempt | null = null
  /** One that asked for a ticket. */
  tls12Ticket: Attempt | null = null
  /** A session of TLS 1.3 was resumed; null: not seen. */
  psk: Observed<boolean> | null = null
  /** So many may still be led on, whatever becomes of them. */
  #hellos = 3
  #answered = false
  readonly #offered = new Set<string>()
  readonly #first: Attempt
  readonly #asker: Asker
  readonly #head: HeadRide

  constructor(first: Attempt, asker: Asker, head: HeadRide) {
    this.#first = first
    this.#asker = asker
    this.#head = head
  }

  /** Leads two hellos of TLS 1.2 to the end, one with a ticket and one without; null where a plain question tells more. */
  readonly lead = async ({ sessionTicket, ...offer }: Offer): Promise<Answer | null> => {
    if (this.#hellos === 0 || this.tls12) return null
    this.#hellos -= 1
    const second = this.#answered
    const made = await this.#asker.handshake({
      offer: !second && sessionTicket ? { ...offer, sessionTicket } : offer,
      without: second ? ['sessionTicket'] : [],
      until: 'finished',
      unproven: true,
      judgement: false,
      renegotiate: !second,
      farewell: true,
    })
    const { hello, helloDone } = made.flight
    const answer = answerOf(made)
    if (hello === null) return answer.kind === 'refused' ? answer : null
    this.#answered = true
    if (made.outcome.kind !== 'handshake') this.#hellos = 0
    // Suites that no client should take are not what sessions are judged by.
    else if (suiteInfo(hello.suiteId)?.weak === false && !made.flight.notCompleted) {
      if (second) this.tls12 = made
      else this.tls12Ticket = made
    }
    return helloDone ? answer : null
  }

  /** A session of TLS 1.3 was to be resumed by this ticket, whatever became of it. */
  readonly offered = (ticket: Uint8Array): boolean => this.#offered.has(nameOf(ticket))

  /** Leads a handshake of TLS 1.3 that resumes a session. `head`: one rides on it where it may. */
  readonly resume = async (session: Resumption, { offer, ...how }: UsualWish, head: boolean): Promise<Resumed> => {
    if (session.version === 'TLSv1.3') this.#offered.add(nameOf(session.ticket))
    const wish = head ? this.#head.wish : null
    const attempt = await this.#asker.handshake({
      ...how,
      offer: { ...offer, versions: [wireVersions['TLSv1.3']], ...wish?.offer },
      resume: { session, ageMs: 0 },
      ...(wish ? { question: wish.question, unproven: true } : { until: 'server-hello' }),
    })
    if (wish) this.#head.take(attempt)
    return { attempt, carriedHead: wish !== null }
  }

  /** The session of the first handshake is resumed, where it gave a ticket. */
  get resumption(): Carrier | null {
    const [session] = this.#first.resumptions
    if (session?.version !== 'TLSv1.3') return null
    return {
      suite: session.suiteId,
      handshake: async ({ suites, groups }) => {
        const { attempt: made } = await this.resume(session, { offer: { suites, groups }, shareGroups: [] }, true)
        // Where it is not resumed, the retry may be to blame.
        if (made.outcome.kind === 'handshake' && made.flight.hello?.resumed) this.psk = observed(true)
        return answerOf(made)
      },
    }
  }
}

function nameOf(ticket: Uint8Array): string {
  return Buffer.from(ticket).toString('base64')
}

function answerOf({ outcome, flight }: Attempt): Answer {
  if (flight.hello !== null || flight.retry !== null) return { kind: 'hello', flight }
  if (outcome.kind === 'alert') {
    return { kind: 'refused', alert: { level: 'fatal', code: outcome.code, name: outcome.name }, flight }
  }
  return { kind: 'failed', reason: outcome.kind }
}
