import type { Answer, Asker, HandshakeWish } from '#lib/scan/ask.ts'
import type { Attempt } from '#lib/scan/attempt.ts'
import type { Provoked, Provoker } from '#lib/scan/provoke.ts'
import { type Alert, alertName } from '#lib/tls/alerts.ts'
import type { Offer } from '#lib/tls/client-hello.ts'
import type { Resumption } from '#lib/tls/engine.ts'
import type { Provocation } from '#lib/tls/flaws/provocation.ts'
import type { ServerFlight } from '#lib/tls/flight.ts'
import type { Outcome } from '#lib/tls/observation.ts'
import type { Ssl2Answer } from '#lib/tls/ssl2.ts'
import type { ScriptedConfig } from './scripted-config.ts'
import { flightOf, nothing } from './scripted-flight.ts'
import { negotiate, type Settlement } from './scripted-negotiation.ts'

/** A server without a network: it answers offers by its configuration, and counts the connections. */
export class ScriptedServer implements Asker, Provoker {
  connections = 0
  beganToRefuse = false
  /** All that it was asked. */
  readonly offers: Offer[] = []
  /** Those of handshakes that may go on behind the first flight. */
  readonly led: Offer[] = []
  readonly #config: ScriptedConfig
  /** What a handshake offers where the wish says nothing. */
  firstOffer: Offer
  readonly #sessions = new Set<string>()
  #given = 0

  constructor(config: ScriptedConfig, firstOffer: Offer) {
    this.#config = config
    this.firstOffer = firstOffer
  }

  async ask(offer: Offer): Promise<Answer> {
    const fault = this.#connect(offer)
    if (fault !== null) return { kind: 'failed', reason: fault }
    const settled = negotiate(this.#config, offer)
    if (typeof settled === 'number') return { kind: 'refused', alert: alertOf(settled), flight: nothing }
    return { kind: 'hello', flight: this.#flight(settled, offer, false) }
  }

  async askSsl2(): Promise<Ssl2Answer | Exclude<Answer, { kind: 'hello' }>> {
    const fault = this.#connect(this.firstOffer)
    if (fault !== null) return { kind: 'failed', reason: fault }
    const { ssl2 } = this.#config
    if (ssl2 === 'closed') return { kind: 'failed', reason: 'closed' }
    if (ssl2 === 'refused') return { kind: 'refused', alert: alertOf(70), flight: nothing }
    return { kind: 'ssl2', version: 'SSLv2', suites: ['SSL_CK_RC4_128_WITH_MD5'], certificate: null }
  }

  async handshake({
    offer: wished,
    without = [],
    until = 'finished',
    resume,
    credential,
    renegotiate = false,
  }: HandshakeWish): Promise<Attempt> {
    const usual = { ...this.firstOffer }
    for (const field of without) delete usual[field]
    const offer: Offer = { ...usual, ...wished }
    this.led.push(offer)
    const fault = this.#connect(offer)
    if (fault !== null) return attemptOf({ kind: fault, during: 'handshake' }, nothing, [])
    const settled = negotiate(this.#config, offer)
    if (typeof settled === 'number') {
      return attemptOf({ kind: 'alert', code: settled, name: alertName(settled) }, nothing, [])
    }
    if (settled.brokenBy !== null) {
      const outcome = { kind: 'alert', code: settled.brokenBy, name: alertName(settled.brokenBy) } as const
      return attemptOf(outcome, this.#flight(settled, offer, false), [])
    }
    const resumed = resume !== undefined && this.#sessions.has(keyOf(resume.session.ticket))
    const refused = until === 'finished' && this.#config.wantsClients && !credential
    const flight = this.#flight(settled, offer, resumed, until === 'finished' && !refused)
    if (refused) return attemptOf({ kind: 'alert', code: 116, name: alertName(116) }, flight, [])
    const { tickets } = flight
    const resumptions: Resumption[] = tickets.map(({ ticket, ageAdd }) => ({
      version: 'TLSv1.3',
      suiteId: settled.suite,
      ticket,
      key: new Uint8Array(32),
      ageAdd,
    }))
    if (settled.version === 'TLSv1.3') return attemptOf({ kind: 'handshake' }, flight, resumptions)
    const made = attemptOf({ kind: 'handshake' }, flight, [])
    return renegotiate && until === 'finished' ? { ...made, ...this.#askedAnew(flight) } : made
  }

  /** No flaw: what stands out of order is refused with an alert. */
  async provoke(start: () => Provocation): Promise<Provoked> {
    const { offer } = start()
    const fault = this.#connect(offer)
    if (fault !== null) return { kind: 'failed', reason: fault }
    const settled = negotiate(this.#config, offer)
    if (typeof settled === 'number' || settled.brokenBy !== null) return { kind: 'failed', reason: 'alert' }
    const response = { kind: 'alert', alert: alertOf(unexpectedMessage) } as const
    return { kind: 'provoked', response, after: 1, flight: this.#flight(settled, offer, false) }
  }

  #askedAnew({ tickets }: ServerFlight): Pick<Attempt, 'renegotiates' | 'aftermath'> {
    const { clientRenegotiation: way } = this.#config
    if (way === 'drops') for (const { ticket } of tickets) this.#sessions.delete(keyOf(ticket))
    if (way === 'silent') return { renegotiates: null, aftermath: { kind: 'stood' } }
    if (way === 'closes') return { renegotiates: null, aftermath: { kind: 'closed' } }
    return { renegotiates: way === 'accepts', aftermath: { kind: 'stood' } }
  }

  #connect(offer: Offer) {
    this.connections += 1
    this.offers.push(offer)
    return this.#config.faultAt(this.connections)
  }

  #flight(settled: Settlement, offer: Offer, resumed: boolean, finished = false): ServerFlight {
    const { version } = settled
    const config = this.#config
    const asksTicket = offer.sessionTicket !== undefined && version !== 'SSLv3'
    const echo = this.#resumes(offer) ? offer.sessionId : undefined
    const gives = version === 'TLSv1.3' ? config.tickets : asksTicket && config.tickets
    const late = config.ticketsLate === true && this.connections === 1
    const ticket = gives && finished && !late ? this.#remember() : null
    const withId = version !== 'TLSv1.3' && config.sessionIds && !(asksTicket && config.tickets)
    const sessionId = echo ?? (withId ? this.#remember() : new Uint8Array())
    if (withId && config.forgetful) this.#sessions.delete(keyOf(sessionId))
    return flightOf(config, settled, offer, {
      sessionId,
      ticket,
      resumed,
      whole: version !== 'TLSv1.3' || finished || resumed,
    })
  }

  #resumes({ sessionId, sessionTicket, versions }: Offer): boolean {
    if (versions.includes(0x0304)) return false
    const token = sessionTicket && sessionTicket.length > 0 ? sessionTicket : sessionId
    return token !== undefined && token.length > 0 && this.#sessions.has(keyOf(token))
  }

  #remember(): Uint8Array {
    this.#given += 1
    const token = new Uint8Array(32).fill(this.#given)
    this.#sessions.add(keyOf(token))
    return token
  }
}

const unexpectedMessage = 10

function keyOf(token: Uint8Array): string {
  return Buffer.from(token).toString('hex')
}

function alertOf(code: number): Alert {
  return { level: 'fatal', code, name: alertName(code) }
}

function attemptOf(outcome: Outcome, flight: ServerFlight, resumptions: readonly Resumption[]): Attempt {
  const nothingMore = { starttls: null, aftermath: null, answer: null, renegotiates: null }
  return { ...nothingMore, outcome, flight, resumptions, connectMs: 1, handshakeMs: 1 }
}
