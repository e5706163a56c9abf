import type { Alert } from '#lib/tls/alerts.ts'
import type { HandshakeOffer } from '#lib/tls/client-hellos.ts'
import type { ClientCredential } from '#lib/tls/conversation.ts'
import type { HandshakeEnd, Resumption } from '#lib/tls/engine.ts'
import { nothingSaid, type ServerFlight } from '#lib/tls/flight.ts'
import { Handshake } from '#lib/tls/handshake.ts'
import type { Outcome } from '#lib/tls/observation.ts'
import type { Ssl2Answer } from '#lib/tls/ssl2.ts'
import type { ApplicationQuestion, ResumeWish } from './ask.ts'
import type { Connection } from './connection.ts'
import { clientJudgementMs, httpAnswerMs, lateJudgementMs } from './limits.ts'
import { type Purpose, type Reach, type Talk, talkFor } from './talk.ts'

export interface AttemptOptions {
  readonly offer: HandshakeOffer
  /** TLS 1.3: the groups of which a key share goes with the hello. */
  readonly shareGroups: readonly number[]
  readonly until: HandshakeEnd
  readonly unproven?: boolean
  readonly credential?: ClientCredential
  readonly resume?: ResumeWish
  readonly judgement?: boolean
  readonly question?: ApplicationQuestion
  readonly renegotiate?: boolean
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

/**
 * Why nothing was tried: the server has ceased to answer, or the time or the bytes of its address are used up; or why what
 * came of it is not looked at: the server is in trouble that comes and goes.
 */
export interface NotMade {
  readonly kind: 'began-to-refuse' | 'address-budget' | 'unsteady'
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
  /** Whether the server began the new handshake that was asked for; null where none was, or it said nothing to it. */
  readonly renegotiates: boolean | null
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

export function notMade(kind: NotMade['kind']): Attempt {
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

/** One whole handshake. Rejects with AbortError where the signal aborts, and never else. */
export function attempt(reach: Reach, options: AttemptOptions): Promise<MadeAttempt> {
  return talkFor(reach, new Course(reach, options))
}

/** A handshake, and what is to be learned on its connection once it has finished. */
class Course implements Purpose<MadeAttempt> {
  readonly conversation: Handshake
  readonly #reach: Reach
  readonly #options: AttemptOptions
  #aftermath: Aftermath | null = null
  #answer: Uint8Array | null = null
  #renegotiates: boolean | null = null

  constructor(reach: Reach, options: AttemptOptions) {
    this.#reach = reach
    this.#options = options
    this.conversation = new Handshake(options)
  }

  reached(): boolean {
    return this.conversation.established || this.conversation.over
  }

  after(connection: Connection, handshakeMs: number): Promise<void> | null {
    return this.conversation.established ? this.#inSession(connection, handshakeMs) : null
  }

  async #inSession(connection: Connection, handshakeMs: number): Promise<void> {
    const { conversation: handshake } = this
    const { judgement = false, question, renegotiate = false, farewell = false } = this.#options
    const waits = patience(this.#reach, handshakeMs)
    const bytes = question?.bytes(handshake.flight.alpn) ?? null
    if (judgement || bytes) this.#aftermath = await awaitJudgement(connection, handshake, waits, bytes !== null)
    if (question && bytes && stands(this.#aftermath)) {
      this.#answer = await ask(connection, handshake, question, bytes, waits)
      this.#aftermath = judged(connection, handshake)
    }
    if (renegotiate) {
      this.#renegotiates = await askAnew(connection, handshake, waits)
      if (this.#renegotiates === null) this.#aftermath = judged(connection, handshake)
    }
    await sayGoodbye(connection, handshake, farewell ? waits.shortMs : 0)
  }

  result({ outcome, starttls, connectMs, handshakeMs }: Talk): MadeAttempt {
    const { conversation } = this
    // Servers take leave in order instead of refusing, too (ngIRCd).
    const left = conversation.closed && !conversation.established
    return {
      outcome: outcome ?? (left ? { kind: 'closed', during: 'handshake' } : { kind: 'handshake' }),
      flight: conversation.flight,
      starttls,
      aftermath: this.#aftermath,
      answer: this.#answer,
      renegotiates: this.#renegotiates,
      // Few are resumed, and their keys have to be derived.
      get resumptions() {
        return conversation.resumptions
      },
      connectMs,
      handshakeMs,
    }
  }
}

/** A session that is cut off is forgotten by many servers (RFC 5246 7.2.1), so that nothing could be resumed. */
async function sayGoodbye(connection: Connection, handshake: Handshake, ms: number): Promise<void> {
  if (connection.over || handshake.over || handshake.closed) return
  connection.write(handshake.close())
  if (ms > 0) await connection.wait(() => connection.over || handshake.closed, ms)
}

/** Null where the server said nothing to it, or ended the session without a word. */
async function askAnew(connection: Connection, handshake: Handshake, { answerMs }: Patience): Promise<boolean | null> {
  const ended = () => connection.over || handshake.over || handshake.closed
  const hello = ended() ? null : handshake.renegotiate()
  if (hello === null) return null
  connection.write(hello)
  await connection.wait(() => handshake.renegotiates !== null || ended(), answerMs)
  return handshake.renegotiates
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
