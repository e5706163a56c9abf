import type { Alert } from '#lib/tls/alerts.ts'
import type { Offer } from '#lib/tls/client-hello.ts'
import type { Conversation } from '#lib/tls/conversation.ts'
import type { Provocation } from '#lib/tls/flaws/provocation.ts'
import type { ServerFlight } from '#lib/tls/flight.ts'
import { HelloProbe, type ProbeEnd } from '#lib/tls/hello-probe.ts'
import type { Outcome } from '#lib/tls/observation.ts'
import { type Ssl2Answer, Ssl2Probe } from '#lib/tls/ssl2.ts'
import type { Answer, DeferringAsker, HandshakeWish, Weight } from './ask.ts'
import { type Attempt, type AttemptOptions, attempt, type MadeAttempt, notMade } from './attempt.ts'
import type { FirstHandshake } from './first-handshake.ts'
import { cutOff, doubtOf, hangUp, isAlike, userCanceled } from './hang-up.ts'
import { addressBudgetMs } from './limits.ts'
import { type Provoked, type Provoker, provoke } from './provoke.ts'
import { Conduct, systemClock, type TryEnd, tryEnd, type Way } from './retry.ts'
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
export class ConnectingAsker implements DeferringAsker, Provoker {
  connections: number
  readonly #reach: Reach
  readonly #first: AttemptOptions
  readonly #certificates: SeenCertificates
  readonly #conduct: Conduct
  readonly takenBack = new Set<Answer | Attempt>()
  #defers = false

  constructor({ reach, first, certificates }: AskerStart) {
    this.#reach = reach
    this.#first = first.options
    this.#certificates = certificates
    this.connections = first.connections
    const clock = systemClock(reach.signal)
    // One whose first flight came to its end has to go as far again, whatever became of the client then.
    const came = first.attempt.outcome.kind === 'handshake' || isWhole(first.attempt.flight)
    const endOf = ({ outcome, flight }: MadeAttempt) => tryEnd(outcome, came ? isWhole(flight) : flight.hello !== null)
    const firstEnd = endOf(first.attempt)
    this.#conduct = new Conduct({
      clock,
      untilMs: clock.nowMs() + addressBudgetMs,
      exhausted: () => reach.budget.leftBytes <= 0,
      confirm: async () => {
        const end = endOf(await this.#attempt({ ...this.#first, until: 'server-flight', judgement: false }))
        // What never came to a ServerHello is confirmed by coming to the same again.
        return end === firstEnd ? 'answered' : end
      },
    })
  }

  get beganToRefuse(): boolean {
    return this.#conduct.beganToRefuse
  }

  async ask(offer: Offer, end: ProbeEnd = 'server-hello', weight: Weight = 'word'): Promise<Answer> {
    const once = () => this.#talk(new HelloProbe(offer, end))
    const isCut = ({ outcome, probe }: Asked<HelloProbe>) => end === 'server-flight' && cutOff(outcome, probe.flight)
    const told = ({ flight }: HelloProbe) => (end === 'server-hello' ? heard(flight) : toldAll(flight))
    const endOf = (made: Asked<HelloProbe>): TryEnd =>
      isCut(made) ? 'troubled' : endUnlessDoubtful(made.outcome, made.probe.flight, told(made.probe))
    const asked = await this.#settled({ once, endOf, way: null, weight })
    if ('kind' in asked) return asked
    if (!isCut(asked)) return answerOf(asked.outcome, asked.probe.flight)
    const { made, insists } = await this.#conduct.insistsOn({ made: asked, way: 'cut', once, alike: isCut, endOf })
    const answer = answerOf(made.outcome, made.probe.flight)
    if (insists && answer.kind === 'hello') return { ...answer, cut: true }
    // An alert would read like the server's word.
    return isCut(made) && made.outcome?.kind === 'alert' ? { kind: 'failed', reason: this.#trouble } : answer
  }

  async askSsl2(): Promise<Ssl2Answer | Exclude<Answer, { kind: 'hello' }>> {
    const asked = await this.#settled({
      once: () => this.#talk(new Ssl2Probe(), true),
      endOf: ({ outcome, probe }) => endUnlessDoubtful(outcome, probe.flight, probe.answer !== null),
      way: 'ssl2',
      weight: 'word',
    })
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
    const endOf = ({ outcome, flight }: MadeAttempt) =>
      refusals ? endUnlessDoubtful(outcome, flight, heard(flight)) : tryEnd(outcome, heard(flight))
    const made = await this.#conduct.ask(once, endOf)
    if (typeof made === 'string') return notMade(made)
    const doubt = doubtOf(made.outcome, made.flight)
    if (doubt === null || (doubt === hangUp && !refusals)) return made
    const refused: Attempt = doubt === hangUp ? { ...made, outcome: { ...hangUp, kind: 'alert' } } : { ...made }
    const alike = ({ outcome, flight }: MadeAttempt) => isAlike(doubt, outcome, flight)
    const settled = await this.#conduct.insistsOn({
      ...{ made, once, alike, endOf, way: wayOf(doubt) },
      ...this.#takingBack(refused),
    })
    if (settled.insists) return refused
    return alike(settled.made) && doubt !== hangUp ? notMade(this.#trouble) : settled.made
  }

  async provoke(start: () => Provocation): Promise<Provoked> {
    const once = async () => {
      this.connections += 1
      return provoke(this.#reach, start())
    }
    const made = await this.#conduct.ask(once, ({ outcome }) => tryEnd(outcome, false))
    return typeof made === 'string' ? { kind: 'failed', reason: made } : made.provoked
  }

  /** Refusals may be taken back from now on, or no longer: then those that are in doubt are settled. */
  async defer(defers: boolean): Promise<void> {
    this.#defers = defers
    if (!defers) await this.#conduct.settle()
  }

  #takingBack(refused: Answer | Attempt): { takeBack?: () => void } {
    return this.#defers ? { takeBack: () => this.takenBack.add(refused) } : {}
  }

  /** Talks until the end of it can be taken for the server's word; else the answer that says why it can't. */
  async #settled<Probe extends Conversation>({
    once,
    endOf,
    way,
    weight,
  }: Question<Probe>): Promise<Asked<Probe> | Exclude<Answer, { kind: 'hello' }>> {
    const asked = await this.#conduct.ask(once, endOf)
    if (typeof asked === 'string') return { kind: 'failed', reason: asked }
    const doubt = doubtOf(asked.outcome, asked.probe.flight)
    if (doubt === null) return asked
    const refused: Answer = { kind: 'refused', alert: doubt, flight: asked.probe.flight }
    if (weight === 'hint') return refused
    const alike = ({ outcome, probe }: Asked<Probe>) => isAlike(doubt, outcome, probe.flight)
    const { made, insists } = await this.#conduct.insistsOn({
      ...{ made: asked, once, alike, endOf, way: way ?? wayOf(doubt) },
      ...(way === null ? this.#takingBack(refused) : {}),
    })
    if (insists) return refused
    if (!alike(made) || doubt === hangUp) return made
    return { kind: 'failed', reason: this.#trouble }
  }

  get #trouble(): 'began-to-refuse' | 'unsteady' {
    return this.beganToRefuse ? 'began-to-refuse' : 'unsteady'
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

interface Question<Probe extends Conversation> {
  once(): Promise<Asked<Probe>>
  endOf(made: Asked<Probe>): TryEnd
  /** Null: as the doubt says. */
  readonly way: Way | null
  readonly weight: Weight
}

/** What may be the server's way to refuse is asked about at once, and no pause helps to know. */
function endUnlessDoubtful(outcome: Outcome | null, flight: ServerFlight, understood: boolean): TryEnd {
  return !understood && doubtOf(outcome, flight) !== null ? 'troubled' : tryEnd(outcome, understood)
}

function wayOf(doubt: Alert): Way {
  return doubt === hangUp ? 'closed' : 'internal_error'
}

function heard({ hello, retry }: ServerFlight): boolean {
  return hello !== null || retry !== null
}

/** The server said all that it says before it has heard of the client's certificate. */
function isWhole({ helloDone, finished }: ServerFlight): boolean {
  return helloDone || finished
}

/** Nothing of what was to come in the clear is missing, but by the server's own word. */
function toldAll({ hello, retry, helloDone, alerts, problem }: ServerFlight): boolean {
  if (hello === null || hello.version === 'TLSv1.3') return hello !== null || retry !== null
  return helloDone || problem !== null || alerts.some(({ level }) => level === 'fatal')
}

function answerOf(outcome: Outcome | null, flight: ServerFlight): Answer {
  if (flight.hello !== null || flight.retry !== null) return { kind: 'hello', flight }
  if (outcome === null) return { kind: 'failed', reason: 'protocol-error' }
  const alert = flight.alerts.find(({ level }) => level === 'fatal')
  if (alert?.code === userCanceled) return { kind: 'failed', reason: 'user-canceled' }
  if (outcome.kind === 'alert' && alert) return { kind: 'refused', alert, flight }
  return { kind: 'failed', reason: outcome.kind }
}
