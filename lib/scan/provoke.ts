import type { Provocation, Reaction } from '#lib/tls/flaws/provocation.ts'
import type { ServerFlight } from '#lib/tls/flight.ts'
import type { Outcome } from '#lib/tls/observation.ts'
import type { Connection } from './connection.ts'
import { clientJudgementMs, lateJudgementMs } from './limits.ts'
import { type Purpose, type Reach, type Talk, talkFor } from './talk.ts'

/** What a server did when it was provoked; `silent`: nothing, for as long as it was waited for. */
export type Response = Reaction | { readonly kind: 'closed' | 'reset' | 'silent' }

/** `after`: so many steps were taken by then. `failed`: it did not come to that. */
export type Provoked =
  | {
      readonly kind: 'provoked'
      readonly response: Response
      readonly after: number
      readonly flight: ServerFlight
    }
  | { readonly kind: 'failed'; readonly reason: string }

/** Asks for flaws of implementations, under the same rules as an asker. */
export interface Provoker {
  /** `start` makes one provocation for each connection that it takes. Never rejects but with AbortError. */
  provoke(start: () => Provocation): Promise<Provoked>
}

/** How one connection for a provocation ended. */
export interface ProvokedOnce {
  /** Null: the server's flight was such that the steps could follow it. */
  readonly outcome: Outcome | null
  readonly provoked: Provoked
}

/** Leads one provocation. Rejects with AbortError where the signal aborts, and never else. */
export function provoke(reach: Reach, conversation: Provocation): Promise<ProvokedOnce> {
  return talkFor(reach, new Course(reach, conversation))
}

class Course implements Purpose<ProvokedOnce> {
  readonly conversation: Provocation
  readonly #reach: Reach
  #provoked: Provoked | null = null
  /** The scanner's own bounds ended the connection, or the server did of its own accord. */
  #cut: Outcome | null = null

  constructor(reach: Reach, conversation: Provocation) {
    this.conversation = conversation
    this.#reach = reach
  }

  reached(): boolean {
    return this.conversation.ready || this.conversation.over
  }

  async after(connection: Connection, handshakeMs: number): Promise<void> {
    const { conversation } = this
    if (!conversation.ready) return
    const { idleMs, overallMs } = this.#reach.timeouts
    const mostMs = Math.min(idleMs, overallMs)
    const pauseMs = Math.min(mostMs / 8, Math.max(clientJudgementMs, 2 * handshakeMs))
    const answerMs = Math.min(mostMs / 2, Math.max(lateJudgementMs, 5 * handshakeMs))
    const ended = () => connection.over || conversation.over
    let taken = 0
    for (let step = conversation.step(); step && !ended(); step = conversation.step()) {
      connection.write(step)
      taken += 1
      await connection.wait(ended, pauseMs)
    }
    if (!ended()) await connection.wait(ended, answerMs)
    const { failure } = connection
    // What came before the first step is no answer to it.
    if (taken === 0 || (conversation.reaction !== null && conversation.reactedTo === 0)) {
      this.#cut = failure ?? { kind: 'closed', during: 'handshake' }
    } else if (failure && failure.kind !== 'reset' && conversation.reaction === null) this.#cut = failure
    else this.#provoked = responseOf(connection, conversation, taken)
  }

  result({ outcome }: Talk): ProvokedOnce {
    const end = outcome ?? this.#cut
    const reason = end?.kind ?? this.conversation.obstacle ?? 'protocol-error'
    return { outcome: end, provoked: this.#provoked ?? { kind: 'failed', reason } }
  }
}

function responseOf(connection: Connection, { flight, reaction, reactedTo }: Provocation, taken: number): Provoked {
  if (reaction) {
    const left = reaction.kind === 'alert' && reaction.alert.name === 'close_notify'
    return { kind: 'provoked', response: left ? { kind: 'closed' } : reaction, after: reactedTo, flight }
  }
  const ended = connection.failure?.kind === 'reset' ? 'reset' : 'closed'
  return { kind: 'provoked', response: { kind: connection.over ? ended : 'silent' }, after: taken, flight }
}
