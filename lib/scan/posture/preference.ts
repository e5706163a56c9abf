import type { Accepted } from '#lib/tls/observation.ts'

/** One list as it was offered, and what the server chose from it, where nothing else in the hello narrowed its choice. */
export interface Choice<Item> {
  readonly offered: readonly Item[]
  readonly chosen: Item
  /** All that stood on the list, what was ruled out otherwise included. */
  readonly list: readonly Item[]
}

/**
 * Whose order decided the choices that were seen. A choice speaks against the client's order where something that is
 * accepted stood before it, and against a server's where two choices contradict each other; both at once is a server
 * that takes some as equal, so its order still counts for more than the client's; but one that settles on a
 * kind first (a certificate) is judged by what it does among those of one kind. `comparable`: those whose order is
 * looked at.
 */
export function preferenceOf<Item>(
  accepted: readonly Item[],
  choices: readonly Choice<Item>[],
  comparable: readonly Item[] = accepted,
  kindOf: (item: Item) => string = () => '',
): Accepted<Item>['preference'] {
  if (accepted.length === 0) return 'unknown'
  if (accepted.length === 1) return 'single'
  const asClient = choices.every(({ offered, chosen }) => isFirst(accepted, offered, chosen))
  if (!asClient) return preferenceAmongKinds(choices, comparable, kindOf)
  return serverOrder(comparable, choices) === null ? 'client' : 'unknown'
}

/** HAProxy settles on a certificate by its own order even where the client's order decides all the rest. */
function preferenceAmongKinds<Item>(
  choices: readonly Choice<Item>[],
  comparable: readonly Item[],
  kindOf: (item: Item) => string,
): 'server' | 'client' | 'unknown' {
  const kinds = [...Map.groupBy(comparable, kindOf).values()]
  const several = kinds.filter((kind) => kind.length > 1)
  if (kinds.length === 1 || several.length === 0) return 'server'
  const contradicts = several.map((kind) => {
    const among = choices.flatMap(({ offered, chosen, list }) =>
      kind.includes(chosen) ? [{ offered: offered.filter((item) => kind.includes(item)), chosen, list }] : [],
    )
    if (!among.every(({ offered, chosen }) => offered[0] === chosen)) return null
    return serverOrder(kind, among) === null
  })
  if (contradicts.includes(null)) return 'server'
  return contradicts.includes(true) ? 'client' : 'unknown'
}

/** Nothing that is accepted stood before what was chosen. */
function isFirst<Item>(accepted: readonly Item[], offered: readonly Item[], chosen: Item): boolean {
  const place = offered.indexOf(chosen)
  for (const item of accepted) {
    const at = offered.indexOf(item)
    if (at >= 0 && at < place) return false
  }
  return place >= 0 && accepted.includes(chosen)
}

/** What is accepted, as the choices order it: each stood above all that was offered beside it. Null: they contradict. */
export function serverOrder<Item>(accepted: readonly Item[], choices: readonly Choice<Item>[]): readonly Item[] | null {
  const below = belowEach(accepted, choices)
  const left = [...accepted]
  const order: Item[] = []
  while (left.length > 0) {
    const at = left.findIndex((item) => left.every((other) => !below.get(other)?.has(item)))
    if (at < 0) return null
    order.push(...left.splice(at, 1))
  }
  return order
}

/** Accepted items of which no chain of choices says whether they stand above or below this one. */
export function unorderedTo<Item>(
  item: Item,
  accepted: readonly Item[],
  choices: readonly Choice<Item>[],
): readonly Item[] {
  const below = belowEach(accepted, choices)
  const under = reached(item, below)
  return accepted.filter((other) => other !== item && !under.has(other) && !reached(other, below).has(item))
}

function reached<Item>(from: Item, below: ReadonlyMap<Item, ReadonlySet<Item>>): ReadonlySet<Item> {
  const seen = new Set<Item>()
  const waiting = [from]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const item of below.get(next) ?? []) {
      if (!seen.has(item)) waiting.push(item)
      seen.add(item)
    }
  }
  return seen
}

/** By item: what was offered beside it when it was chosen. */
function belowEach<Item>(
  accepted: readonly Item[],
  choices: readonly Choice<Item>[],
): ReadonlyMap<Item, ReadonlySet<Item>> {
  const below = new Map<Item, Set<Item>>(accepted.map((item) => [item, new Set()]))
  for (const { offered, chosen } of choices) {
    const worse = below.get(chosen)
    if (!worse) continue
    for (const item of accepted) if (item !== chosen && !worse.has(item) && offered.includes(item)) worse.add(item)
  }
  return below
}
