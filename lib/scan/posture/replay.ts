import type { Offer } from '#lib/tls/client-hello.ts'
import type { ProbeEnd } from '#lib/tls/hello-probe.ts'
import type { Answer, Asker, DeferringAsker, HandshakeWish, Weight } from '../ask.ts'
import { type Attempt, notMade } from '../attempt.ts'

type Trouble = 'began-to-refuse' | 'unsteady'

type Ssl2Result = Awaited<ReturnType<Asker['askSsl2']>>

/**
 * Asks, and remembers what came of it: where a refusal is taken back later, all that was made of the answers is made
 * anew from those before it, without a connection. The questions follow from the answers, so that they are the same.
 */
export class Replay implements Asker {
  readonly #asker: DeferringAsker
  readonly #answers = new Track<Answer>((reason) => ({ kind: 'failed', reason }))
  readonly #ssl2 = new Track<Ssl2Result>((reason) => ({ kind: 'failed', reason }))
  readonly #attempts = new Track<Attempt>(notMade)
  /** Connections opened after each question. */
  #counts: number[] = []
  #played = 0
  /** So many refusals were taken back before the last rewinding. */
  #void = 0

  constructor(asker: DeferringAsker) {
    this.#asker = asker
  }

  ask(offer: Offer, end?: ProbeEnd, weight?: Weight): Promise<Answer> {
    return this.#next(this.#answers, () => this.#asker.ask(offer, end, weight))
  }

  askSsl2(): Promise<Ssl2Result> {
    return this.#next(this.#ssl2, () => this.#asker.askSsl2())
  }

  handshake(wish: HandshakeWish): Promise<Attempt> {
    return this.#next(this.#attempts, () => this.#asker.handshake(wish))
  }

  get beganToRefuse(): boolean {
    return this.#asker.beganToRefuse
  }

  get connections(): number {
    const counted = this.#played < this.#counts.length ? this.#counts[this.#played - 1] : undefined
    return counted ?? this.#asker.connections
  }

  /** Settles what is in doubt. False: all of it stands. True: the first that does not is unknown, and all is asked anew. */
  async rewind(): Promise<boolean> {
    await this.#asker.defer(false)
    const tracks = [this.#answers, this.#ssl2, this.#attempts]
    const first = Math.min(...tracks.map((track) => track.firstOf(this.#asker.takenBack)))
    if (first === Number.POSITIVE_INFINITY) return false
    for (const track of tracks) track.cut(first, this.#reason)
    this.#counts = this.#counts.slice(0, first + 1)
    this.#played = 0
    this.#void = this.#asker.takenBack.size
    return true
  }

  get #reason(): Trouble {
    return this.beganToRefuse ? 'began-to-refuse' : 'unsteady'
  }

  async #next<T>(track: Track<T>, ask: () => Promise<T>): Promise<T> {
    // All that is asked from here on will be asked anew.
    if (this.#asker.takenBack.size > this.#void) return track.failed(this.#reason)
    const at = this.#played
    const known = at < this.#counts.length ? track.play() : undefined
    const value = known ?? (await ask())
    if (known === undefined) {
      track.add(at, value)
      this.#counts[at] = this.#asker.connections
    }
    this.#played = at + 1
    return value
  }
}

/** The results of one kind of question, each with its place among all. */
class Track<T> {
  readonly failed: (reason: Trouble) => T
  #all: { readonly at: number; readonly value: T }[] = []
  #played = 0

  constructor(failed: (reason: Trouble) => T) {
    this.failed = failed
  }

  play(): T | undefined {
    const { value } = this.#all[this.#played] ?? {}
    if (value !== undefined) this.#played += 1
    return value
  }

  add(at: number, value: T): void {
    this.#all.push({ at, value })
    this.#played += 1
  }

  firstOf(values: ReadonlySet<unknown>): number {
    return this.#all.find(({ value }) => values.has(value))?.at ?? Number.POSITIVE_INFINITY
  }

  /** What came before this place stays, what stood at it has failed. */
  cut(place: number, reason: Trouble): void {
    this.#all = this.#all.flatMap(({ at, value }) => {
      if (at > place) return []
      return [{ at, value: at === place ? this.failed(reason) : value }]
    })
    this.#played = 0
  }
}
