import { performance } from 'node:perf_hooks'
import type { Offer } from '#lib/tls/client-hello.ts'
import type { ServerFlight } from '#lib/tls/flight.ts'
import { HelloProbe, type ProbeEnd } from '#lib/tls/hello-probe.ts'
import type { Outcome } from '#lib/tls/observation.ts'
import { type Ssl2Answer, Ssl2Probe } from '#lib/tls/ssl2.ts'
import type { Answer, Asker, HandshakeWish } from './ask.ts'
import { type Attempt, type AttemptOptions, attempt, type Reach, talk } from './attempt.ts'
import type { FirstHandshake } from './first-handshake.ts'
import { addressBudgetMs } from './limits.ts'
import type { SeenCertificates } from './seen-certificates.ts'

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
  beganToRefuse = false
  connections: number
  readonly #reach: Reach
  readonly #first: AttemptOptions
  readonly #certificates: SeenCertificates
  readonly #untilMs = performance.now() + addressBudgetMs

  constructor({ reach, first, certificates }: AskerStart) {
    this.#reach = reach
    this.#first = first.options
    this.#certificates = certificates
    this.connections = first.connections
  }

  async ask(offer: Offer, end: ProbeEnd = 'server-hello'): Promise<Answer> {
    return this.#try(async () => {
      const probe = new HelloProbe(offer, end)
      const { outcome } = await talk(this.#reach, probe)
      this.#certificates.keep(probe.flight)
      return answerOf(outcome, probe.flight)
    })
  }

  async askSsl2(): Promise<Ssl2Answer | Extract<Answer, { kind: 'refused' | 'failed' }>> {
    return this.#try(async () => {
      const probe = new Ssl2Probe()
      const { outcome } = await talk(this.#reach, probe, undefined, true)
      if (probe.answer) return probe.answer
      const answer = answerOf(outcome, probe.flight)
      return answer.kind === 'hello' ? { kind: 'failed', reason: 'protocol-error' } : answer
    })
  }

  async handshake({ offer, ...wish }: HandshakeWish): Promise<Attempt> {
    const options = {
      ...this.#first,
      until: 'finished' as const,
      ...wish,
      offer: { ...this.#first.offer, ...offer },
    }
    this.connections += 1
    const made = await attempt(this.#reach, options)
    this.#certificates.keep(made.flight)
    return made
  }

  async #try<A extends { readonly kind: string }>(once: () => Promise<A | Failed>): Promise<A | Failed> {
    if (this.beganToRefuse) return { kind: 'failed', reason: 'began-to-refuse' }
    if (performance.now() > this.#untilMs) return { kind: 'failed', reason: 'address-budget' }
    this.connections += 1
    return once()
  }
}

type Failed = Extract<Answer, { kind: 'failed' }>

function answerOf(outcome: Outcome | null, flight: ServerFlight): Answer {
  if (flight.hello !== null || flight.retry !== null) return { kind: 'hello', flight }
  if (outcome === null) return { kind: 'failed', reason: 'protocol-error' }
  const alert = flight.alerts.find(({ level }) => level === 'fatal')
  if (outcome.kind === 'alert' && alert) return { kind: 'refused', alert, flight }
  return { kind: 'failed', reason: outcome.kind }
}
