/**
 * Runs `work` over `items` with at most `limit` under way, and yields results as they finish. Takes the next item only
 * when there is room, so that an endless source needs bounded memory. The first rejection ends it, after which no
 * further item is taken.
 */
export async function* concurrently<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  limit: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const underWay = new Map<number, Promise<{ readonly id: number; readonly result: Result }>>()
  let nextId = 0
  for await (const item of items) {
    const id = nextId++
    underWay.set(
      id,
      work(item).then((result) => ({ id, result })),
    )
    if (underWay.size >= limit) yield await first(underWay)
  }
  while (underWay.size > 0) yield await first(underWay)
}

async function first<Result>(underWay: Map<number, Promise<{ id: number; result: Result }>>): Promise<Result> {
  const { id, result } = await Promise.race(underWay.values())
  underWay.delete(id)
  return result
}
