import { setImmediate as nextTurn } from 'node:timers/promises'

/** So many items are begun in one go; then what is under way gets its turn, and timers their true time. */
const mostInOneGo = 16

/**
 * Runs `work` over `items` with at most `limit` under way, and yields results as they finish. Takes the next item only
 * when there is room, so that an endless source needs bounded memory. The first rejection, of the work or of the
 * source, ends it after what had finished before; then no further item is taken.
 */
export async function* concurrently<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  limit: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const source = new Source(items)
  const progress = new Progress<Result>()
  let begun = 0
  const begin = (item: Item) => progress.follow(work(item))
  try {
    for (;;) {
      const room = progress.failure === null && progress.underWay < limit
      if (room) source.take(begin, progress)
      const result = progress.finished.shift()
      if (result) {
        yield result.value
      } else if (progress.failure) {
        throw progress.failure.error
      } else if (source.ended && progress.underWay === 0) {
        return
      } else if (room && source.ready) {
        begun += 1
        if (begun % mostInOneGo === 0) await nextTurn()
      } else {
        await progress.change()
      }
    }
  } finally {
    await source.close()
  }
}

/** What is under way. Its handlers are the same for all items: thousands may wait at once. */
class Progress<Result> {
  underWay = 0
  failure: { readonly error: unknown } | null = null
  readonly finished: { readonly value: Result }[] = []
  #wake: (() => void) | null = null

  follow(work: Promise<Result>): void {
    this.underWay += 1
    work.then(this.#done, this.#failed)
  }

  /** Resolves at the next change. */
  change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  changed(): void {
    this.#wake?.()
    this.#wake = null
  }

  fail(error: unknown): void {
    this.failure ??= { error }
    this.changed()
  }

  readonly #done = (value: Result): void => {
    this.underWay -= 1
    this.finished.push({ value })
    this.changed()
  }

  readonly #failed = (error: unknown): void => {
    this.underWay -= 1
    this.fail(error)
  }
}

/** Items one by one; of a source that needs time, one is asked for at a time. */
class Source<Item> {
  ended = false
  #asked = false
  readonly #iterator: AsyncIterator<Item> | Iterator<Item>

  constructor(items: Iterable<Item> | AsyncIterable<Item>) {
    this.#iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
  }

  /** Whether one more can be taken now. */
  get ready(): boolean {
    return !this.ended && !this.#asked
  }

  take(begin: (item: Item) => void, progress: Pick<Progress<never>, 'changed' | 'fail'>): void {
    if (!this.ready) return
    const came = (next: IteratorResult<Item>) => {
      this.#asked = false
      if (next.done === true) this.ended = true
      else begin(next.value)
    }
    const changed = () => progress.changed()
    const fail = (error: unknown) => progress.fail(error)
    try {
      const next = this.#iterator.next()
      this.#asked = true
      if ('then' in next) next.then(came).then(changed, fail)
      else came(next)
    } catch (error) {
      fail(error)
    }
  }

  async close(): Promise<void> {
    if (!this.ended) await this.#iterator.return?.()
  }
}
