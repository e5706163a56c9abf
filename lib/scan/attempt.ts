import { performance } from 'node:perf_hooks'
import type { Alert } from '#lib/tls/alerts.ts'
import type { HandshakeOffer } from '#lib/tls/client-hellos.ts'
import type { ClientCredential, Conversation } from '#lib/tls/conversation.ts'
import type { HandshakeEnd, Resumption } from '#lib/tls/engine.ts'
import { Flight, type ServerFlight } from '#lib/tls/flight.ts'
import { Handshake } from '#lib/tls/handshake.ts'
import type { Outcome, Target } from '#lib/tls/observation.ts'
import type { Ssl2Answer } from '#lib/tls/ssl2.ts'
import { abortError } from './abort-error.ts'
import type { ApplicationQuestion, ResumeWish } from './ask.ts'
import type { ByteBudget } from './byte-budget.ts'
import { type Connection, openConnection } from './connection.ts'
import { clientJudgementMs, httpAnswerMs, lateJudgementMs, type Timeouts } from './limits.ts'
import { negotiatePrelude, plaintextAfterGoAhead } from './starttls/negotiate.ts'

/** How an address is reached, the same for every connection to it. */
export interface Reach {
  readonly ip: string
  readonly target: Target
  readonly timeouts: Timeouts
  readonly budget: ByteBudget
  readonly signal: AbortSignal | undefined
}

export interface AttemptOptions {
  readonly offer: HandshakeOffer
  /** TLS 1.3: the groups of which a key share goes with the hello. */
  readonly shareGroups: readonly number[]
  readonly until: HandshakeEnd
  readonly credential?: ClientCredential
  readonly resume?: ResumeWish
  readonly judgement?: boolean
  readonly question?: ApplicationQuestion
  readonly farewell?: boolean
}

/** How the server treated a session whose handshake had finished, where that was waited for. */
export type Aftermath =
  | { readonly kind: 'stood' }
  /** In TLS 1.3: neither an objection nor a word that shows that the client was taken. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'closed' | 'reset' }
  /** The scanner's own bounds ended the wait. */
  | { readonly kind: 'undecided' }

/** Why nothing was tried: the server has ceased to answer, or the time or the bytes of its address are used up. */
export interface NotMade {
  readonly kind: 'began-to-refuse' | 'address-budget'
}

/** One connection to one address, or why there was none. */
export interface Attempt {
  /** `handshake`: the server's whole flight came, and the handshake was finished where that was asked for. */
  readonly outcome: Outcome | NotMade
  readonly flight: ServerFlight
  readonly starttls: { readonly offered: boolean; readonly greeting: string } | null
  /** Null where the handshake did not finish or nobody waited. */
  readonly aftermath: Aftermath | null
  /** What the server answered to the question, null where none was asked or could be; empty where none came in time. */
  readonly answer: Uint8Array | null
  /** What a later session can be resumed with, newest first. */
  readonly resumptions: readonly Resumption[]
  readonly connectMs: number | null
  readonly handshakeMs: number | null
  /** Where SSL 2.0 alone was answered: how, and what became of the first hello of TLS. */
  readonly ssl2?: { readonly answer: Ssl2Answer; readonly tls: Outcome }
}

export interface MadeAttempt extends Attempt {
  readonly outcome: Outcome
}

/** How a connection that led to a conversation came to its end. */
export interface Talk {
  /** Null: the conversation is over by itself. */
  readonly outcome: Outcome | null
  readonly starttls: Attempt['starttls']
  readonly connectMs: number | null
  readonly handshakeMs: number | null
}

export interface TalkOptions {
  /** When the conversation has reached its purpose; when it is over where absent. */
  readonly done?: () => boolean
  /** What is done on the connection after that. */
  readonly after?: (connection: Connection, handshakeMs: number) => Promise<void>
  /** The answer may begin unlike TLS. */
  readonly anyFirstByte?: boolean
}

/** Dials, speaks the prelude, leads the conversation. Rejects with AbortError alone. */
export async function talk(reach: Reach, conversation: Conversation, options: TalkOptions = {}): Promise<Talk> {
  const { done = () => conversation.over, after } = options
  const { ip, target, signal } = reach
  const connection = await openConnection(ip, target.port, reach, signal)
  const { connectMs } = connection
  let starttls: Attempt['starttls'] = null
  try {
    if (connection.failure) return { outcome: connection.failure, starttls, connectMs, handshakeMs: null }
    if (target.transport !== 'tls') {
      const prelude = await negotiatePrelude(connection.stream(), target)
      starttls = prelude.starttls
      if (signal?.aborted) throw abortError(signal)
      if (prelude.outcome) return { outcome: prelude.outcome, starttls, connectMs, handshakeMs: null }
    }
    const startedMs = performance.now()
    await connection.hold(conversation, done, options.anyFirstByte)
    const handshakeMs = performance.now() - startedMs
    const end = endOf(connection, conversation, done())
    const outcome = starttls !== null && end?.kind === 'not-tls' ? plaintextAfterGoAhead(end.detail) : end
    if (outcome === null) await after?.(connection, handshakeMs)
    if (signal?.aborted) throw abortError(signal)
    return { outcome, starttls, connectMs, handshakeMs: outcome === null ? handshakeMs : null }
  } finally {
    connection.destroy()
  }
}

/** One whole handshake. Rejects with AbortError where the signal aborts, and never else. */
export async function attempt(reach: Reach, options: AttemptOptions): Promise<MadeAttempt> {
  const { judgement = false, question } = options
  const handshake = new Handshake({ ...options, credential: options.credential ?? null })
  const gone: { aftermath: Aftermath | null; answer: Uint8Array | null } = { aftermath: null, answer: null }
  const after = async (connection: Connection, handshakeMs: number) => {
    if (!handshake.established) return
    const waits = patience(reach, handshakeMs)
    const bytes = question?.bytes(handshake.flight.alpn) ?? null
    if (judgement || bytes) gone.aftermath = await awaitJudgement(connection, handshake, waits, bytes !== null)
    if (question && bytes && stands(gone.aftermath)) {
      gone.answer = await ask(connection, handshake, question, bytes, waits)
      gone.aftermath = judged(connection, handshake)
    }
    await sayGoodbye(connection, handshake, options.farewell === true ? waits.shortMs : 0)
  }
  const end = await talk(reach, handshake, { done: () => handshake.established || handshake.over, after })
  return {
    ...end,
    outcome: end.outcome ?? { kind: 'handshake' },
    flight: handshake.flight,
    resumptions: handshake.resumptions,
    ...gone,
  }
}

/** A session that is cut off is forgotten by many servers (RFC 5246 7.2.1), so that nothing could be resumed. */
async function sayGoodbye(connection: Connection, handshake: Handshake, ms: number): Promise<void> {
  if (connection.over || handshake.over || handshake.closed) return
  connection.write(handshake.close())
  if (ms > 0) await connection.wait(() => connection.over || handshake.closed, ms)
}

/** A flight in which nothing was said. */
export const nothingSaid: ServerFlight = new Flight()

/** The server's own word counts before the way in which the connection ended. */
function endOf(connection: Connection, { flight, over }: Conversation, done: boolean): Outcome | null {
  if (done && !over) return null
  const fatal = flight.alerts.find((alert) => alert.level === 'fatal')
  if (fatal) return { kind: 'alert', code: fatal.code, name: fatal.name }
  if (flight.problem !== null && !flight.notCompleted) return { kind: 'protocol-error', detail: flight.problem }
  if (over) return null
  return connection.failure ?? { kind: 'closed', during: 'handshake' }
}

interface Patience {
  readonly shortMs: number
  readonly lateMs: number
  readonly answerMs: number
}

function patience({ timeouts }: Reach, handshakeMs: number): Patience {
  return {
    shortMs: Math.max(clientJudgementMs, 2 * handshakeMs),
    lateMs: Math.min(timeouts.idleMs / 2, lateJudgementMs),
    answerMs: Math.min(timeouts.idleMs / 2, timeouts.overallMs / 2, Math.max(httpAnswerMs, 5 * handshakeMs)),
  }
}

/**
 * In TLS 1.3 the client finishes before the server has judged its certificate (RFC 8446 4.4.2.4): the judgement is read
 * after the handshake, which takes one round trip. A ticket comes only after the client's Finished was judged (4.6.1),
 * but then the application may still object. A busy server may be late; silence says nothing. Where a question
 * follows, its answer shows more than the wait would.
 */
async function awaitJudgement(
  connection: Connection,
  handshake: Handshake,
  waits: Patience,
  questionFollows: boolean,
): Promise<Aftermath> {
  const { certificateRequest, hello } = handshake.flight
  const tls13 = hello?.version === 'TLSv1.3'
  const objected = () => connection.over || handshake.closed || handshake.over
  const said = () => objected() || handshake.spoke
  if (certificateRequest === null) {
    if (tls13 && !questionFollows) await connection.wait(said, waits.shortMs)
  } else if (questionFollows) {
    if (tls13) await connection.wait(said, waits.shortMs)
  } else {
    await connection.wait(objected, waits.shortMs)
    if (tls13) await connection.wait(said, waits.lateMs)
  }
  return judged(connection, handshake)
}

function judged(connection: Connection, handshake: Handshake): Aftermath {
  const alert = handshake.flight.alerts.find(({ level }) => level === 'fatal')
  if (alert) return { kind: 'alert', alert }
  if (connection.failure) return { kind: connection.failure.kind === 'reset' ? 'reset' : 'undecided' }
  if (connection.over || handshake.closed || handshake.over) return { kind: 'closed' }
  return { kind: handshake.flight.hello?.version === 'TLSv1.3' && !handshake.spoke ? 'silent' : 'stood' }
}

function stands(aftermath: Aftermath | null): boolean {
  return aftermath?.kind === 'stood' || aftermath?.kind === 'silent'
}

async function ask(
  connection: Connection,
  handshake: Handshake,
  question: ApplicationQuestion,
  bytes: Uint8Array,
  { answerMs, lateMs }: Patience,
): Promise<Uint8Array> {
  const { alpn, certificateRequest, hello } = handshake.flight
  const ended = () => question.answered(handshake.received, alpn) || handshake.closed || handshake.over
  connection.write(handshake.seal(bytes))
  await connection.wait(ended, answerMs)
  const unjudged = certificateRequest !== null && hello?.version === 'TLSv1.3' && !handshake.spoke
  if (unjudged) await connection.wait(() => ended() || handshake.spoke, lateMs)
  return Uint8Array.from(handshake.received)
}
