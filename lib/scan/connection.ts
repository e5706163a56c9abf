import { performance } from 'node:perf_hooks'
import type { Conversation } from '#lib/tls/conversation.ts'
import type { Outcome } from '#lib/tls/observation.ts'
import { startsLikeTls } from '#lib/tls/records.ts'
import { abortError } from './abort-error.ts'
import type { ByteBudget } from './byte-budget.ts'
import { type Due, deadlines } from './deadlines.ts'
import { afterGreetingMs, greetingMs, type Timeouts } from './limits.ts'
import { PlainStream } from './plain-stream.ts'
import { printable } from './printable.ts'
import type { PreludeStream } from './starttls/prelude-stream.ts'
import { type SocketWatch, WatchedSocket } from './watched-socket.ts'

export interface ConnectionLimits {
  readonly timeouts: Timeouts
  readonly budget: ByteBudget
}

type Phase = 'connect' | 'starttls' | 'handshake'

/** A conversation, and when enough of it was said. */
export interface Goal {
  readonly conversation: Conversation
  reached(): boolean
}

/**
 * A TCP connection under watch: every wait on it ends by itself, at the connection's own end or at its deadlines, and
 * no more is taken from the peer than the budget of its address allows. Thousands may wait at once, so it holds little.
 */
export class Connection implements Due, SocketWatch {
  /** How the connection came to an end before its purpose was reached; null while nothing went wrong. */
  failure: Outcome | null = null
  /** A mistake of this program that what came brought to light. */
  fault: { readonly error: unknown } | null = null
  connectMs: number | null = null
  /** When the conversation began; 0: it did not. */
  heldMs = 0
  place = -1
  queuedMs = 0
  dueMs: number
  readonly #socket: WatchedSocket
  readonly #limits: ConnectionLimits
  readonly #live: Set<Connection> | null
  readonly #startedMs = performance.now()
  readonly #endMs: number
  #phase: Phase = 'connect'
  #silenceMs: number
  #writes = 0
  #firstByteSeen = false
  #over = false
  #unread: Buffer[] | null = null
  #conversation: Conversation | null = null
  #consume: ((chunk: Uint8Array) => void) | null = null
  #enough: Pick<Goal, 'reached'> | null = null
  #wake: (() => void) | null = null
  #onOver: (() => void)[] | null = null

  /** Dials; `opened` tells when that has come to an end. Stands in `live` until it is over. */
  constructor(ip: string, port: number, limits: ConnectionLimits, live: Set<Connection> | null) {
    const { overallMs, connectMs } = limits.timeouts
    this.#limits = limits
    this.#live = live
    live?.add(this)
    this.#endMs = Math.ceil(this.#startedMs + overallMs)
    this.#silenceMs = connectMs
    this.dueMs = this.#dueAfterSilence()
    deadlines.add(this)
    this.#socket = new WatchedSocket(this)
    this.#socket.connect(port, ip)
  }

  get over(): boolean {
    return this.#over
  }

  /** Resolves when the connection stands or has failed. */
  opened(): Promise<void> {
    return this.#phase === 'connect' ? this.#until(null) : Promise.resolve()
  }

  /** Leads a conversation, as soon as the connection stands, until the goal is reached or the connection is over. */
  hold(goal: Goal, anyFirstByte = false): Promise<void> {
    this.#firstByteSeen = anyFirstByte
    this.#conversation = goal.conversation
    if (this.#phase !== 'connect') this.#converse(goal.conversation)
    return this.#until(goal)
  }

  /** From now on hands all that comes to `consume`, what has waited first. The bytes are a view, valid during the call. */
  read(consume: (chunk: Uint8Array) => void): void {
    this.#consume = consume
    this.#begin()
  }

  /** Keeps what comes until somebody reads again. */
  pause(): void {
    this.#consume = null
  }

  /** Bytes that came and nobody has read. */
  get unreadBytes(): number {
    return this.#unread?.reduce((sum, { length }) => sum + length, 0) ?? 0
  }

  /** Calls `listener` when the connection is over, at once where it is. */
  whenOver(listener: () => void): void {
    if (this.#over) listener()
    else if (this.#onOver) this.#onOver.push(listener)
    else this.#onOver = [listener]
  }

  /** Resolves true as soon as `enough`, false when the connection is over or `ms` have passed. */
  async wait(enough: () => boolean, ms: number): Promise<boolean> {
    const timer = setTimeout(() => {
      late = true
      this.#look()
    }, ms)
    let late = false
    await this.#until({ reached: () => late || enough() })
    clearTimeout(timer)
    return enough()
  }

  write(bytes: Uint8Array | string): void {
    if (this.#over || this.#socket.destroyed) return
    // Nothing that is said later waits until the peer has acknowledged what was said first.
    if (this.#writes === 1) this.#socket.setNoDelay()
    this.#writes += 1
    this.#socket.write(bytes)
  }

  /** The plain part of the connection, for the prelude. */
  stream(): PreludeStream {
    return new PlainStream(this)
  }

  /** Ends the connection with a typed outcome; the first one stands. */
  fail(outcome: Outcome): void {
    if (!this.#over) this.failure ??= outcome
    this.destroy()
  }

  destroy(): void {
    this.#socket.destroy()
    this.end()
  }

  /** Something was thrown where only the socket calls: it ends this connection, and not the process. */
  break(error: unknown): void {
    this.fault ??= { error }
    this.destroy()
  }

  /** What the socket has to tell. */
  connected(): void {
    this.connectMs = performance.now() - this.#startedMs
    if (this.#conversation === null) this.#enter('starttls')
    else this.#converse(this.#conversation)
    this.#look()
  }

  failed(code: string): void {
    this.fail(this.#outcomeOfError(code))
  }

  /** Gives whether more may come. The bytes are a view, valid during the call. */
  received(chunk: Uint8Array): boolean {
    this.dueMs = this.#dueAfterSilence()
    const { budget } = this.#limits
    if (!budget.take(chunk.length)) {
      this.fail({ kind: 'too-much-data', limitBytes: budget.limitBytes })
      return false
    }
    this.#take(chunk)
    this.#look()
    return !this.#over
  }

  /** The time is up. */
  expire(): void {
    this.fail({ kind: 'timeout', during: this.#phase })
  }

  /** The socket has come to its end. */
  end(): void {
    if (this.#over) return
    this.#over = true
    deadlines.remove(this)
    this.#look()
    this.#live?.delete(this)
    for (const listener of this.#onOver ?? []) listener()
    this.#onOver = null
  }

  #converse(conversation: Conversation): void {
    this.#enter('handshake')
    this.heldMs = performance.now()
    this.#begin()
    this.write(conversation.begin())
  }

  #begin(): void {
    const unread = this.#unread ?? []
    this.#unread = null
    for (const chunk of unread) this.#take(chunk)
    if (!this.#over) this.#socket.resume()
  }

  #take(chunk: Uint8Array): void {
    if (this.#conversation !== null) this.#hear(this.#conversation, chunk)
    else if (this.#consume !== null) this.#consume(chunk)
    else if (this.#unread) this.#unread.push(Buffer.from(chunk))
    else this.#unread = [Buffer.from(chunk)]
  }

  #hear(conversation: Conversation, chunk: Uint8Array): void {
    if (!this.#firstByteSeen && !startsLikeTls(chunk[0] ?? 0)) {
      this.fail({ kind: 'not-tls', detail: printable(Buffer.from(chunk), 60) })
      return
    }
    this.#firstByteSeen = true
    const answer = conversation.receive(chunk)
    if (answer) this.write(answer)
  }

  #dueAfterSilence(): number {
    return Math.min(this.#endMs, Math.ceil(performance.now() + this.#silenceMs))
  }

  #enter(phase: Phase): void {
    this.#phase = phase
    const { idleMs, overallMs } = this.#limits.timeouts
    // Some mail servers let a client wait for their greeting on purpose, for six seconds by default.
    const borneMs = Math.max(idleMs, greetingMs, overallMs - afterGreetingMs)
    this.#silenceMs = phase === 'starttls' ? Math.min(overallMs, borneMs) : idleMs
    this.dueMs = this.#dueAfterSilence()
    if (!this.#over) deadlines.add(this)
  }

  /** Null: whatever happens next is enough. */
  #until(enough: Pick<Goal, 'reached'> | null): Promise<void> {
    if (this.#over || enough?.reached()) return Promise.resolve()
    this.#enough = enough
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  /** Something has happened: whoever waits may go on. */
  #look(): void {
    if (this.#wake === null || !(this.#over || this.#enough === null || this.#enough.reached())) return
    this.#wake()
    this.#wake = null
  }

  #outcomeOfError(code: string): Outcome {
    if (this.#phase === 'connect') return outcomeOfConnectError(code)
    if (code === 'ETIMEDOUT') return { kind: 'timeout', during: this.#phase }
    return { kind: 'reset', during: this.#phase }
  }
}

/** Dials one address; what becomes of it, the connection tells. It is over when `signal` aborts. Throws AbortError where it has. */
export function dial(ip: string, port: number, limits: ConnectionLimits, signal: AbortSignal | undefined): Connection {
  if (signal?.aborted) throw abortError(signal)
  return new Connection(ip, port, limits, signal ? liveOf(signal) : null)
}

/** One listener per signal and not per connection: adding and removing one costs as much as a small handshake. */
const connectionsOf = new WeakMap<AbortSignal, Set<Connection>>()

function liveOf(signal: AbortSignal): Set<Connection> {
  const known = connectionsOf.get(signal)
  if (known) return known
  const live = new Set<Connection>()
  connectionsOf.set(signal, live)
  signal.addEventListener('abort', () => {
    for (const connection of live) connection.destroy()
  })
  return live
}

export function outcomeOfConnectError(code: string): Outcome {
  if (code === 'ECONNREFUSED') return { kind: 'refused' }
  if (code === 'ETIMEDOUT') return { kind: 'timeout', during: 'connect' }
  if (code === 'ECONNRESET') return { kind: 'reset', during: 'connect' }
  return { kind: 'unreachable', code }
}
