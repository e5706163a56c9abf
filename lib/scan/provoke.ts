import type { Provocation, Reaction } from '#lib/tls/flaws/provocation.ts'
import type { ServerFlight } from '#lib/tls/flight.ts'
import type { Outcome } from '#lib/tls/observation.ts'
import type { Connection } from './connection.ts'
import { clientJudgementMs, httpAnswerMs } from './limits.ts'
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
    const pauseMs = Math.max(clientJudgementMs, 2 * handshakeMs)
    const answerMs = Math.min(idleMs / 2, overallMs / 2, Math.max(httpAnswerMs, 5 * handshakeMs))
    const ended = () => connection.over || conversation.over
    let taken = 0
    for (let step = conversation.step(); step && !ended(); step = conversation.step()) {
      connection.write(step)
      taken += 1
      await connection.wait(ended, pauseMs)
    }
    if (!ended()) await connection.wait(ended, answerMs)
    this.#provoked = responseOf(connection, conversation, taken)
  }

  result({ outcome }: Talk): ProvokedOnce {
    const reason = outcome?.kind ?? this.conversation.obstacle ?? 'protocol-error'
    return { outcome, provoked: this.#provoked ?? { kind: 'failed', reason } }
  }
}

function responseOf(connection: Connection, { flight, reaction, reactedTo }: Provocation, taken: number): Provoked {
  if (reaction) {
    const left = reaction.kind === 'alert' && reaction.alert.name === 'close_notify'
    return { kind: 'provoked', response: left ? { kind: 'closed' } : reaction, after: reactedTo, flight }
  }
  const kind = endOf(connection)
  if (kind === null) return { kind: 'failed', reason: connection.failure?.kind ?? 'protocol-error' }
  return { kind: 'provoked', response: { kind }, after: taken, flight }
}

/** Null: the scanner's own bounds ended the connection. */
function endOf({ over, failure }: Connection): 'closed' | 'reset' | 'silent' | null {
  if (!over || failure?.kind === 'timeout') return 'silent'
  if (failure === null) return 'closed'
  return failure.kind === 'reset' ? 'reset' : null
}
