import type { Offer } from '#lib/tls/client-hello.ts'
import type { Conversation } from '#lib/tls/conversation.ts'
import { nothingSaid, type ServerFlight } from '#lib/tls/flight.ts'
import { HelloProbe, type ProbeEnd } from '#lib/tls/hello-probe.ts'
import type { Outcome } from '#lib/tls/observation.ts'
import { type Ssl2Answer, Ssl2Probe } from '#lib/tls/ssl2.ts'
import type { Answer, Asker, HandshakeWish } from './ask.ts'
import { type Attempt, type AttemptOptions, attempt, type MadeAttempt, type NotMade } from './attempt.ts'
import type { FirstHandshake } from './first-handshake.ts'
import { cutOff, doubtOf, hangUp, isAlike, userCanceled } from './hang-up.ts'
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
    const firstEnd = tryEnd(first.attempt.outcome, first.attempt.flight.hello !== null)
    this.#conduct = new Conduct({
      clock,
      untilMs: clock.nowMs() + addressBudgetMs,
      exhausted: () => reach.budget.leftBytes <= 0,
      confirm: async () => {
        const { outcome, flight } = await this.#attempt({ ...this.#first, until: 'server-flight', judgement: false })
        const end = tryEnd(outcome, flight.hello !== null)
        // What never came to a ServerHello is confirmed by coming to the same again.
        return end === firstEnd ? 'answered' : end
      },
    })
  }

  get beganToRefuse(): boolean {
    return this.#conduct.beganToRefuse
  }

  async ask(offer: Offer, end: ProbeEnd = 'server-hello'): Promise<Answer> {
    const once = () => this.#talk(new HelloProbe(offer, end))
    const told = ({ flight }: HelloProbe) => (end === 'server-hello' ? heard(flight) : toldAll(flight))
    const asked = await this.#settled(once, told)
    if ('kind' in asked) return asked
    const isCut = ({ outcome, probe }: Asked<HelloProbe>) => end === 'server-flight' && cutOff(outcome, probe.flight)
    if (!isCut(asked)) return answerOf(asked.outcome, asked.probe.flight)
    const { made, insists } = await this.#conduct.insistsOn(asked, once, isCut)
    const answer = answerOf(made.outcome, made.probe.flight)
    return insists && answer.kind === 'hello' ? { ...answer, cut: true } : answer
  }

  async askSsl2(): Promise<Ssl2Answer | Exclude<Answer, { kind: 'hello' }>> {
    const asked = await this.#settled(
      () => this.#talk(new Ssl2Probe(), true),
      ({ answer }) => answer !== null,
    )
    if ('kind' in asked) return asked
    if (asked.probe.answer) return asked.probe.answer
    const answer = answerOf(asked.outcome, asked.probe.flight)
    return answer.kind === 'hello' ? { kind: 'failed', reason: 'protocol-error' } : answer
  }

  async handshake({ offer, without = [], refusals = false, ...wish }: HandshakeWish): Promise<Attempt> {
    const usual = { ...this.#first.offer }
    for (const field of without) delete usual[field]
    const options = { ...this.#first, until: 'finished' as const, ...wish, offer: { ...usual, ...offer } }
    const once = () => this.#attempt(options)
    const made = await this.#conduct.ask(once, ({ outcome, flight }) => tryEnd(outcome, heard(flight)))
    if (typeof made === 'string') return notMade(made)
    const doubt = doubtOf(made.outcome, made.flight)
    if (doubt === null || (doubt === hangUp && !refusals)) return made
    const settled = await this.#conduct.insistsOn(made, once, (again) => isAlike(doubt, again.outcome, again.flight))
    if (settled.insists) return doubt === hangUp ? { ...made, outcome: { ...hangUp, kind: 'alert' } } : made
    return isAlike(doubt, settled.made.outcome, settled.made.flight) && doubt !== hangUp
      ? notMade(this.beganToRefuse ? 'began-to-refuse' : 'unsteady')
      : settled.made
  }

  /** Talks until the end of it can be taken for the server's word; else the answer that says why it can't. */
  async #settled<Probe extends Conversation>(
    once: () => Promise<Asked<Probe>>,
    understood: (probe: Probe) => boolean,
  ): Promise<Asked<Probe> | Exclude<Answer, { kind: 'hello' }>> {
    const asked = await this.#conduct.ask(once, ({ outcome, probe }) => tryEnd(outcome, understood(probe)))
    if (typeof asked === 'string') return { kind: 'failed', reason: asked }
    const doubt = doubtOf(asked.outcome, asked.probe.flight)
    if (doubt === null) return asked
    const alike = ({ outcome, probe }: Asked<Probe>) => isAlike(doubt, outcome, probe.flight)
    const { made, insists } = await this.#conduct.insistsOn(asked, once, alike)
    if (insists) return { kind: 'refused', alert: doubt, flight: made.probe.flight }
    if (!alike(made) || doubt === hangUp) return made
    return { kind: 'failed', reason: this.beganToRefuse ? 'began-to-refuse' : 'unsteady' }
  }

  async #talk<Probe extends Conversation>(probe: Probe, anyFirstByte = false): Promise<Asked<Probe>> {
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

interface Asked<Probe extends Conversation> {
  readonly outcome: Outcome | null
  readonly probe: Probe
}

function heard({ hello, retry }: ServerFlight): boolean {
  return hello !== null || retry !== null
}

/** Nothing of what was to come in the clear is missing, but by the server's own word. */
function toldAll({ hello, retry, helloDone, alerts, problem }: ServerFlight): boolean {
  if (hello === null || hello.version === 'TLSv1.3') return hello !== null || retry !== null
  return helloDone || problem !== null || alerts.some(({ level }) => level === 'fatal')
}

function notMade(kind: NotMade['kind']): Attempt {
  return {
    outcome: { kind },
    flight: nothingSaid,
    starttls: null,
    aftermath: null,
    answer: null,
    renegotiates: null,
    resumptions: [],
    connectMs: null,
    handshakeMs: null,
  }
}

function answerOf(outcome: Outcome | null, flight: ServerFlight): Answer {
  if (flight.hello !== null || flight.retry !== null) return { kind: 'hello', flight }
  if (outcome === null) return { kind: 'failed', reason: 'protocol-error' }
  const alert = flight.alerts.find(({ level }) => level === 'fatal')
  if (alert?.code === userCanceled) return { kind: 'failed', reason: 'user-canceled' }
  if (outcome.kind === 'alert' && alert) return { kind: 'refused', alert, flight }
  return { kind: 'failed', reason: outcome.kind }
}
