/** Something that is to end at an instant. Its first two fields are written by the queue alone. */
export interface Due {
  /** Where it stands in the queue; -1: it does not. */
  place: number
  /** The instant by which it stands there; never later than `dueMs`. */
  queuedMs: number
  /** Of `performance.now()`, whole. May be moved to a later instant at no cost, to an earlier one through `add`. */
  dueMs: number
  expire(): void
}

/** So many expire in one go; then what is under way gets its turn. */
const mostInOneGo = 16

/**
 * The deadlines of all connections on one timer: thousands that wait at once would else keep two timers each, and every
 * byte that comes would have to restart one. A binary heap, the earliest first.
 */
export class Deadlines {
  readonly #heap: Due[] = []
  #timer: NodeJS.Timeout | null = null
  #firesMs = Number.POSITIVE_INFINITY

  /** Takes it in, or notes that it is due earlier than it stood. */
  add(one: Due): void {
    if (one.place < 0) one.place = this.#heap.push(one) - 1
    else if (one.queuedMs <= one.dueMs) return
    one.queuedMs = one.dueMs
    this.#rise(one)
    if (one.place === 0) this.#arm()
  }

  remove(one: Due): void {
    const { place } = one
    if (place < 0) return
    one.place = -1
    const last = this.#heap.pop()
    if (last === undefined || last === one) return
    this.#put(last, place)
    this.#rise(last)
    this.#sink(last)
  }

  /** The timer does not keep the process alive: what waits here has a socket that does. */
  #arm(): void {
    const first = this.#heap[0]
    if (first === undefined || first.queuedMs >= this.#firesMs) return
    clearTimeout(this.#timer ?? undefined)
    this.#firesMs = first.queuedMs
    this.#timer = setTimeout(() => this.#fire(), Math.max(0, first.queuedMs - performance.now())).unref()
  }

  #fire(): void {
    this.#firesMs = Number.POSITIVE_INFINITY
    let more = true
    try {
      more = this.#expireSome()
    } finally {
      // Whatever one of them throws, the others are due all the same.
      if (more) {
        this.#firesMs = Number.NEGATIVE_INFINITY
        setImmediate(() => this.#fire())
      } else this.#arm()
    }
  }

  /** Gives whether more may be due already. */
  #expireSome(): boolean {
    const nowMs = performance.now()
    let ended = 0
    while (ended < mostInOneGo) {
      const first = this.#heap[0]
      if (first === undefined || first.queuedMs > nowMs) return false
      if (first.dueMs > nowMs) {
        first.queuedMs = first.dueMs
        this.#sink(first)
      } else {
        ended += 1
        this.remove(first)
        first.expire()
      }
    }
    return true
  }

  #rise(one: Due): void {
    while (one.place > 0) {
      const parentPlace = (one.place - 1) >> 1
      const parent = this.#heap[parentPlace]
      if (parent === undefined || parent.queuedMs <= one.queuedMs) return
      this.#put(parent, one.place)
      this.#put(one, parentPlace)
    }
  }

  #sink(one: Due): void {
    for (;;) {
      const left = this.#heap[2 * one.place + 1]
      const right = this.#heap[2 * one.place + 2]
      const child = right !== undefined && left !== undefined && right.queuedMs < left.queuedMs ? right : left
      if (child === undefined || child.queuedMs >= one.queuedMs) return
      const { place } = child
      this.#put(child, one.place)
      this.#put(one, place)
    }
  }

  #put(one: Due, place: number): void {
    this.#heap[place] = one
    one.place = place
  }
}

export const deadlines = new Deadlines()
