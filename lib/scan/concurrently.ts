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
  const source = iteratorOf(items)
  const finished: Result[] = []
  const failures: unknown[] = []
  let underWay = 0
  let taking = false
  let ended = false
  let wake = Promise.withResolvers<void>()
  const settle = (promise: Promise<void>) =>
    void promise.catch((error) => failures.push(error)).finally(() => wake.resolve())
  const run = async (item: Item) => {
    underWay += 1
    try {
      finished.push(await work(item))
    } finally {
      underWay -= 1
    }
  }
  const take = async () => {
    taking = true
    try {
      const next = await source.next()
      if (next.done === true) ended = true
      else settle(run(next.value))
    } finally {
      taking = false
    }
  }
  try {
    for (;;) {
      wake = Promise.withResolvers<void>()
      if (!ended && !taking && failures.length === 0 && underWay < limit) settle(take())
      const result = finished.shift()
      if (result !== undefined) yield result
      else if (failures.length > 0) throw failures[0]
      else if (ended && underWay === 0) return
      else await wake.promise
    }
  } finally {
    if (!ended) await source.return?.()
  }
}

function iteratorOf<Item>(items: Iterable<Item> | AsyncIterable<Item>): AsyncIterator<Item> | Iterator<Item> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
}
