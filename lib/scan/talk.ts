import { performance } from 'node:perf_hooks'
import type { Conversation } from '#lib/tls/conversation.ts'
import type { Outcome, Target } from '#lib/tls/observation.ts'
import { abortError } from './abort-error.ts'
import type { ByteBudget } from './byte-budget.ts'
import { type Connection, dial, type Goal } from './connection.ts'
import type { Timeouts } from './limits.ts'
import { type NegotiatedPrelude, negotiatePrelude, plaintextAfterGoAhead } from './starttls/negotiate.ts'

/** How an address is reached, the same for every connection to it. */
export interface Reach {
  readonly ip: string
  readonly target: Target
  readonly timeouts: Timeouts
  readonly budget: ByteBudget
  readonly signal: AbortSignal | undefined
}

/** How a connection that led to a conversation came to its end. */
export interface Talk {
  /** Null: the conversation is over by itself. */
  readonly outcome: Outcome | null
  readonly starttls: NegotiatedPrelude['starttls']
  readonly connectMs: number | null
  readonly handshakeMs: number | null
}

/** What a connection is made for. */
export interface Purpose<Result> extends Goal {
  /** What is done on the connection once the goal is reached; null: nothing. */
  after(connection: Connection, handshakeMs: number): Promise<void> | null
  result(talk: Talk): Result
}

/** Dials, speaks the prelude, leads the conversation to its end. Rejects with AbortError alone, but for faults of our own. */
export function talk(reach: Reach, conversation: Conversation, anyFirstByte = false): Promise<Talk> {
  return talkFor(reach, new WholeConversation(conversation), anyFirstByte)
}

/** The same up to where the purpose is reached, and what comes after that. */
export function talkFor<Result>(reach: Reach, purpose: Purpose<Result>, anyFirstByte = false): Promise<Result> {
  const { ip, target, signal } = reach
  if (signal?.aborted) return Promise.reject(abortError(signal))
  const connection = dial(ip, target.port, reach, signal)
  if (target.transport !== 'tls') return talkAfterPrelude(reach, purpose, anyFirstByte, connection)
  // Thousands may wait here at once, and an async function that waits keeps more than this.
  return connection.hold(purpose, anyFirstByte).then(() => endOfTalk(reach, purpose, connection, null))
}

async function talkAfterPrelude<Result>(
  reach: Reach,
  purpose: Purpose<Result>,
  anyFirstByte: boolean,
  connection: Connection,
): Promise<Result> {
  try {
    await connection.opened()
    expectNoAbort(reach)
    const { failure } = connection
    if (failure) return purpose.result(untold(connection, failure, null))
    const { outcome, starttls } = await negotiatePrelude(connection.stream(), reach.target)
    expectNoAbort(reach)
    if (outcome) return purpose.result(untold(connection, outcome, starttls))
    await connection.hold(purpose, anyFirstByte)
    return await endOfTalk(reach, purpose, connection, starttls)
  } finally {
    connection.destroy()
  }
}

async function endOfTalk<Result>(
  reach: Reach,
  purpose: Purpose<Result>,
  connection: Connection,
  starttls: Talk['starttls'],
): Promise<Result> {
  try {
    expectNoFault(connection)
    const handshakeMs = performance.now() - connection.heldMs
    const end = endOf(connection, purpose)
    const outcome = starttls !== null && end?.kind === 'not-tls' ? plaintextAfterGoAhead(end.detail) : end
    const more = outcome === null ? purpose.after(connection, handshakeMs) : null
    if (more !== null) await more
    expectNoFault(connection)
    expectNoAbort(reach)
    return purpose.result(
      outcome === null
        ? { outcome, starttls, connectMs: connection.connectMs, handshakeMs }
        : untold(connection, outcome, starttls),
    )
  } finally {
    connection.destroy()
  }
}

function expectNoAbort({ signal }: Reach): void {
  if (signal?.aborted) throw abortError(signal)
}

function expectNoFault({ fault }: Connection): void {
  if (fault) throw fault.error
}

function untold({ connectMs }: Connection, outcome: Outcome, starttls: Talk['starttls']): Talk {
  return { outcome, starttls, connectMs, handshakeMs: null }
}

class WholeConversation implements Purpose<Talk> {
  readonly conversation: Conversation

  constructor(conversation: Conversation) {
    this.conversation = conversation
  }

  reached(): boolean {
    return this.conversation.over
  }

  after(): null {
    return null
  }

  result(talk: Talk): Talk {
    return talk
  }
}

/** The server's own word counts before the way in which the connection ended. */
function endOf(connection: Connection, purpose: Goal): Outcome | null {
  const { flight, over } = purpose.conversation
  if (purpose.reached() && !over) return null
  const fatal = flight.alerts.find((alert) => alert.level === 'fatal')
  if (fatal) return { kind: 'alert', code: fatal.code, name: fatal.name }
  if (flight.problem !== null && !flight.notCompleted) return { kind: 'protocol-error', detail: flight.problem }
  if (over) return null
  return connection.failure ?? { kind: 'closed', during: 'handshake' }
}
