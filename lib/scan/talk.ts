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

/** What a connection is made for, where that is more than to lead a conversation to its end. */
export interface Purpose extends Goal {
  /** What is done on the connection once the goal is reached. */
  after(connection: Connection, handshakeMs: number): Promise<void>
}

/** Dials, speaks the prelude, leads the conversation. Rejects with AbortError alone. */
export async function talk(
  reach: Reach,
  conversation: Conversation,
  purpose: Purpose | null = null,
  anyFirstByte = false,
): Promise<Talk> {
  const connection = dial(reach.ip, reach.target.port, reach, reach.signal)
  try {
    await connection.opened()
    expectNoAbort(reach)
    if (connection.failure) return ended(connection, connection.failure, null)
    const prelude = reach.target.transport === 'tls' ? null : await negotiatePrelude(connection.stream(), reach.target)
    expectNoAbort(reach)
    if (prelude?.outcome) return ended(connection, prelude.outcome, prelude.starttls)
    const goal = purpose ?? { reached: () => conversation.over }
    const startedMs = performance.now()
    await connection.hold(conversation, goal, anyFirstByte)
    const handshakeMs = performance.now() - startedMs
    const outcome = afterPrelude(prelude, endOf(connection, conversation, goal.reached()))
    if (outcome === null) await purpose?.after(connection, handshakeMs)
    expectNoAbort(reach)
    return {
      ...ended(connection, outcome, prelude?.starttls ?? null),
      handshakeMs: outcome === null ? handshakeMs : null,
    }
  } finally {
    connection.destroy()
  }
}

function expectNoAbort({ signal }: Reach): void {
  if (signal?.aborted) throw abortError(signal)
}

function ended({ connectMs }: Connection, outcome: Outcome | null, starttls: Talk['starttls']): Talk {
  return { outcome, starttls, connectMs, handshakeMs: null }
}

function afterPrelude(prelude: NegotiatedPrelude | null, end: Outcome | null): Outcome | null {
  return prelude?.starttls && end?.kind === 'not-tls' ? plaintextAfterGoAhead(end.detail) : end
}

/** The server's own word counts before the way in which the connection ended. */
function endOf(connection: Connection, { flight, over }: Conversation, done: boolean): Outcome | null {
  if (done && !over) return null
  const fatal = flight.alerts.find((alert) => alert.level === 'fatal')
  if (fatal) return { kind: 'alert', code: fatal.code, name: fatal.name }
  if (flight.problem !== null && !flight.notCompleted) return { kind: 'protocol-error', detail: flight.problem }
  if (over) return null
  return connection.failure ?? { kind: 'closed', during: 'handshake' }
}
