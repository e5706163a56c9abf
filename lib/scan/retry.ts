import { setTimeout as delay } from 'node:timers/promises'
import type { Outcome } from '#lib/tls/observation.ts'
import { abortError } from './abort-error.ts'
import { internalError, userCanceled } from './hang-up.ts'

/**
 * What one connection came to, as far as trying again goes. `answered`: the server said something in TLS, a refusal
 * included. `troubled`: what it said is about itself. `timeout` and `dropped` say nothing about the question. `other`: it
 * would be the same again.
 */
export type TryEnd = 'answered' | 'troubled' | 'timeout' | 'dropped' | 'other'

/** Time, and chance from 0 to 1, so that tests need neither. */
export interface Clock {
  nowMs(): number
  /** Rejects with AbortError alone. */
  sleep(ms: number): Promise<void>
  random(): number
}

export interface ConductOptions {
  readonly clock: Clock
  /** By the clock: nothing is begun after it. */
  readonly untilMs: number
  /** Nothing more may be taken from the address. */
  exhausted(): boolean
  /** Repeats the very first hello that had worked. */
  confirm(): Promise<TryEnd>
}

/** Waits before the second try, the third, and so on. */
const pausesMs: Readonly<Record<TryEnd, readonly number[]>> = {
  answered: [],
  troubled: [],
  timeout: [250],
  dropped: [250, 1000],
  other: [],
}

/** A pause is longer by up to this share, so that many scanners don't fall into step. */
const jitter = 0.25

/** So many questions that were dropped for good make dropping the server's way to say no. */
const knownDrops = 2

/** So many tries in a row without an answer make one doubt the server and no longer the questions. */
const doubtfulTries = 3
const beforeConfirmingMs = 1000

/**
 * How a way to refuse is told from a server in trouble: the first hello (false) and the question (true) in turns, each to
 * come to the same end as ever. Not strictly in turns, for of two backends behind one address one may be broken. A close
 * on the hello of SSL 2.0 is what most servers have for it, so it needs less.
 */
const turns = {
  unknown: [true, true, false, true],
  known: [false, true],
  ssl2: [true, false],
  ssl2Known: [false],
} as const

/** So many refusals at most wait for what they are to be proven by. */
const mostWaiting = 4

/** Between a control that failed and the next try. */
const troubledMs = 250

/** How a server may refuse beside a plain alert; each is proven by itself. */
export type Way = 'closed' | 'internal_error' | 'cut' | 'ssl2'

/** A question that came to what looks like trouble. */
export interface Doubted<T> {
  readonly made: T
  readonly way: Way
  once(): Promise<T>
  /** It came to the same trouble again. */
  alike(made: T): boolean
  endOf(made: T): TryEnd
  /**
   * Where a refusal can be taken back it is believed at once if its way is known, and asked again after the server has
   * answered something else, which costs no control.
   */
  takeBack?(): void
}

/** What became of it. */
export interface Insistence<T> {
  readonly made: T
  /** It is the server's way to refuse. */
  readonly insists: boolean
}

interface Waiting {
  /** Asks again, and says whether it came to the same. */
  again(): Promise<boolean>
  takeBack(): void
}

/**
 * The conduct of a scan towards one address that has answered before: when a question is tried again, and when no more
 * is asked. What a question came to is decided by its last try.
 */
export class Conduct {
  /** The server has ceased to answer even what it answered at first: what was asked since is unknown. */
  beganToRefuse = false
  readonly #options: ConductOptions
  #unanswered = 0
  /** Something was dropped and answered when it was asked again. */
  #unsteady = false
  /** Questions that were dropped however often they were asked, while the server answered others. */
  #droppedForGood = 0
  readonly #ownWays = new Set<Way>()
  /** Refusals that are believed until further notice. */
  #waiting: Waiting[] = []
  /** The server answered since the last of them. */
  #answeredSince = false

  constructor(options: ConductOptions) {
    this.#options = options
  }

  /** Asks until there is an answer or no more trying; says instead why nothing is asked any more. */
  async ask<T>(once: () => Promise<T>, endOf: (made: T) => TryEnd): Promise<T | 'began-to-refuse' | 'address-budget'> {
    const { clock, untilMs, exhausted } = this.#options
    if (this.#answeredSince || this.#waiting.length >= mostWaiting) await this.settle()
    for (let tries = 1; ; tries += 1) {
      if (this.beganToRefuse) return 'began-to-refuse'
      if (clock.nowMs() >= untilMs || exhausted()) return 'address-budget'
      const made = await once()
      const end = endOf(made)
      if (end === 'answered' && tries > 1) this.#unsteady = true
      await this.#note(end)
      if (this.beganToRefuse) return 'began-to-refuse'
      const pauseMs = this.#pauseMs(end, tries)
      if (pauseMs === null) {
        if (end === 'dropped' || (end === 'troubled' && tries > 1)) this.#droppedForGood += 1
        return made
      }
      await clock.sleep(pauseMs)
    }
  }

  /**
   * Whether what looks like trouble is the server's way to refuse this question: it comes again whenever the question
   * does, while the first hello is still answered in between. Gives the last that the question came to.
   */
  async insistsOn<T>(doubted: Doubted<T>): Promise<Insistence<T>> {
    const { made, way, once, alike, takeBack } = doubted
    if (this.#unsteady || this.#isOver()) return { made, insists: false }
    if (takeBack && this.#ownWays.has(way)) {
      this.#unanswered = 0
      this.#answeredSince = false
      this.#waiting.push({ again: async () => alike(await once()), takeBack })
      return { made, insists: true }
    }
    let last = made
    for (const asks of this.#turnsFor(way)) {
      if (this.#isOver()) return { made: last, insists: false }
      if (!asks && !(await this.#isAnswered())) return { made: await this.#askOn(doubted), insists: false }
      if (asks) last = await once()
      this.#unsteady = !alike(last)
      if (this.#unsteady) return { made: last, insists: false }
    }
    this.#unanswered = 0
    if (way !== 'ssl2') this.#ownWays.add(way)
    return { made: last, insists: true }
  }

  /** Proves the refusals that were believed until further notice, or takes them back. */
  async settle(): Promise<void> {
    const waiting = this.#waiting
    if (waiting.length === 0) return
    this.#waiting = []
    const proven = this.#answeredSince || (!this.#isOver() && (await this.#isAnswered()))
    this.#answeredSince = false
    for (const [at, { again }] of waiting.entries()) {
      if (proven && !this.#unsteady && !this.#isOver() && (await again())) continue
      this.#unsteady = true
      for (const { takeBack } of waiting.slice(at)) takeBack()
      return
    }
  }

  #turnsFor(way: Way): readonly boolean[] {
    if (way === 'ssl2') return this.#ownWays.size > 0 ? turns.ssl2Known : turns.ssl2
    return this.#ownWays.has(way) ? turns.known : turns.unknown
  }

  #isOver(): boolean {
    const { clock, untilMs, exhausted } = this.#options
    return this.beganToRefuse || exhausted() || clock.nowMs() >= untilMs
  }

  async #isAnswered(): Promise<boolean> {
    if ((await this.#options.confirm()) !== 'answered') return false
    this.#unanswered = 0
    this.#answeredSince = this.#waiting.length > 0
    return true
  }

  /** The server is in trouble: from now on with pauses. */
  async #askOn<T>({ made, once, endOf }: Doubted<T>): Promise<T> {
    const { clock } = this.#options
    this.#unsteady = true
    await clock.sleep(troubledMs * (1 + jitter * clock.random()))
    const again = await this.ask(once, endOf)
    return again === 'began-to-refuse' || again === 'address-budget' ? made : again
  }

  async #note(end: TryEnd): Promise<void> {
    this.#unanswered = end === 'answered' ? 0 : this.#unanswered + 1
    this.#answeredSince ||= end === 'answered' && this.#waiting.length > 0
    if (this.#unanswered >= doubtfulTries) await this.#doubt()
  }

  async #doubt(): Promise<void> {
    const { clock, untilMs, exhausted, confirm } = this.#options
    if (exhausted() || clock.nowMs() + beforeConfirmingMs >= untilMs) return
    await clock.sleep(beforeConfirmingMs)
    const answers = (await confirm()) === 'answered'
    this.beganToRefuse = !answers
    if (answers) this.#unanswered = 0
  }

  /** Null: not again. */
  #pauseMs(end: TryEnd, tries: number): number | null {
    const { clock, untilMs } = this.#options
    // Some servers say no by hanging up. Once that is their way, a question is not asked again and again.
    // Of a server in passing trouble the next try may know better.
    const kind = end === 'troubled' && this.#unsteady ? 'dropped' : end
    if (kind === 'dropped' && this.#droppedForGood >= knownDrops) return null
    const leastMs = pausesMs[kind][tries - 1]
    if (leastMs === undefined) return null
    const pauseMs = leastMs * (1 + jitter * clock.random())
    return clock.nowMs() + pauseMs < untilMs ? pauseMs : null
  }
}

/**
 * The end of a connection by its outcome, null where the conversation came to its own end. `heard`: a ServerHello or a
 * HelloRetryRequest came, so that whatever the server did next was its answer.
 */
export function tryEnd(outcome: Outcome | null, heard: boolean): TryEnd {
  if (heard || outcome === null) return 'answered'
  switch (outcome.kind) {
    case 'handshake':
      return 'answered'
    case 'alert':
      return endOfAlert(outcome.code)
    case 'timeout':
      return 'timeout'
    case 'reset':
    case 'closed':
    case 'refused':
    case 'unreachable':
      return 'dropped'
    case 'starttls-refused':
      return outcome.temporary ? 'dropped' : 'other'
    default:
      return 'other'
  }
}

function endOfAlert(code: number): TryEnd {
  if (code === userCanceled) return 'dropped'
  return code === internalError ? 'troubled' : 'answered'
}

/** The machine's own clock; its waits end with the signal. */
export function systemClock(signal: AbortSignal | undefined): Clock {
  return {
    nowMs: () => performance.now(),
    random: Math.random,
    async sleep(ms) {
      await delay(ms, undefined, signal ? { signal } : {}).catch(() => {})
      if (signal?.aborted) throw abortError(signal)
    },
  }
}
