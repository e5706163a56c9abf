import type { Offer } from '#lib/tls/client-hello.ts'
import type { Conversation } from '#lib/tls/conversation.ts'
import { nothingSaid, type ServerFlight } from '#lib/tls/flight.ts'
import { HelloProbe, type ProbeEnd } from '#lib/tls/hello-probe.ts'
import type { Outcome } from '#lib/tls/observation.ts'
import { type Ssl2Answer, Ssl2Probe } from '#lib/tls/ssl2.ts'
import type { Answer, Asker, HandshakeWish } from './ask.ts'
import { type Attempt, type AttemptOptions, attempt, type MadeAttempt, type NotMade } from './attempt.ts'
import type { FirstHandshake } from './first-handshake.ts'
import { hangUp, hungUp } from './hang-up.ts'
import { addressBudgetMs } from './limits.ts'
import { Conduct, systemClock, tryEnd } from './retry.ts'
import type { SeenCertificates } from './seen-certificates.ts'
import { type Reach, talk } from './talk.ts'

/** What an asker of one address begins with. */
export interface AskerStart {
  readonly reach: Reach
  /** The handshake that worked; wishes differ from it. */
  readonly first: FirstHandshake
  /** Takes the certificates of every flight. */
  readonly certificates: SeenCertificates
}

/** Further questions to an address that has answered once; the rules of conduct are kept here. */
export class ConnectingAsker implements Asker {
  connections: number
  readonly #reach: Reach
  readonly #first: AttemptOptions
  readonly #certificates: SeenCertificates
  readonly #conduct: Conduct

  constructor({ reach, first, certificates }: AskerStart) {
    this.#reach = reach
    this.#first = first.options
    this.#certificates = certificates
    this.connections = first.connections
    const clock = systemClock(reach.signal)
    this.#conduct = new Conduct({
      clock,
      untilMs: clock.nowMs() + addressBudgetMs,
      exhausted: () => reach.budget.leftBytes <= 0,
      confirm: async () => {
        const { outcome, flight } = await this.#attempt({ ...this.#first, until: 'server-flight', judgement: false })
        return tryEnd(outcome, flight.hello !== null)
      },
    })
  }

  get beganToRefuse(): boolean {
    return this.#conduct.beganToRefuse
  }

  async ask(offer: Offer, end: ProbeEnd = 'server-hello'): Promise<Answer> {
    const asked = await this.#conduct.ask(
      () => this.#talk(new HelloProbe(offer, end)),
      ({ outcome, probe }) => tryEnd(outcome, heard(probe.flight)),
    )
    return typeof asked === 'string' ? { kind: 'failed', reason: asked } : this.#answerOf(asked)
  }

  async askSsl2(): Promise<Ssl2Answer | Exclude<Answer, { kind: 'hello' }>> {
    const asked = await this.#conduct.ask(
      () => this.#talk(new Ssl2Probe(), true),
      ({ outcome, probe }) => tryEnd(outcome, probe.answer !== null),
    )
    if (typeof asked === 'string') return { kind: 'failed', reason: asked }
    if (asked.probe.answer) return asked.probe.answer
    const answer = await this.#answerOf(asked)
    return answer.kind === 'hello' ? { kind: 'failed', reason: 'protocol-error' } : answer
  }

  async handshake({ offer, without = [], refusals = false, ...wish }: HandshakeWish): Promise<Attempt> {
    const usual = { ...this.#first.offer }
    for (const field of without) delete usual[field]
    const options = { ...this.#first, until: 'finished' as const, ...wish, offer: { ...usual, ...offer } }
    const made = await this.#conduct.ask(
      () => this.#attempt(options),
      ({ outcome, flight }) => tryEnd(outcome, heard(flight)),
    )
    if (typeof made === 'string') return notMade(made)
    const refused = refusals && hungUp(made.outcome, made.flight) && (await this.#conduct.closesToRefuse())
    return refused ? { ...made, outcome: { ...hangUp, kind: 'alert' } } : made
  }

  async #answerOf({ outcome, probe: { flight } }: Asked): Promise<Answer> {
    if (hungUp(outcome, flight) && (await this.#conduct.closesToRefuse())) {
      return { kind: 'refused', alert: hangUp, flight }
    }
    return answerOf(outcome, flight)
  }

  async #talk<Probe extends Conversation>(
    probe: Probe,
    anyFirstByte = false,
  ): Promise<{ readonly probe: Probe; readonly outcome: Outcome | null }> {
    this.connections += 1
    const { outcome } = await talk(this.#reach, probe, anyFirstByte)
    this.#certificates.keep(probe.flight)
    return { probe, outcome }
  }

  async #attempt(options: AttemptOptions): Promise<MadeAttempt> {
    this.connections += 1
    const made = await attempt(this.#reach, options)
    this.#certificates.keep(made.flight)
    return made
  }
}

interface Asked {
  readonly outcome: Outcome | null
  readonly probe: Conversation
}

function heard({ hello, retry }: ServerFlight): boolean {
  return hello !== null || retry !== null
}

function notMade(kind: NotMade['kind']): Attempt {
  return {
    outcome: { kind },
    flight: nothingSaid,
    starttls: null,
    aftermath: null,
    answer: null,
    resumptions: [],
    connectMs: null,
    handshakeMs: null,
  }
}

function answerOf(outcome: Outcome | null, flight: ServerFlight): Answer {
  if (flight.hello !== null || flight.retry !== null) return { kind: 'hello', flight }
  if (outcome === null) return { kind: 'failed', reason: 'protocol-error' }
  const alert = flight.alerts.find(({ level }) => level === 'fatal')
  if (outcome.kind === 'alert' && alert) return { kind: 'refused', alert, flight }
  return { kind: 'failed', reason: outcome.kind }
}
