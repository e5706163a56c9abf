import type { Accepted } from '#lib/tls/observation.ts'

/** One list as it was offered, and what the server chose from it, where nothing else in the hello narrowed its choice. */
export interface Choice<Item> {
  readonly offered: readonly Item[]
  readonly chosen: Item
}

/**
 * Whose order decided the choices that were seen. A choice speaks against the client's order where something that is
 * accepted stood before it, and against a server's where two choices contradict each other; both at once is a server
 * that takes some as equal, so its order still counts for more than the client's.
 */
export function preferenceOf<Item>(
  accepted: readonly Item[],
  choices: readonly Choice<Item>[],
): Accepted<Item>['preference'] {
  if (accepted.length === 0) return 'unknown'
  if (accepted.length === 1) return 'single'
  const asClient = choices.every(({ offered, chosen }) => isFirst(accepted, offered, chosen))
  if (!asClient) return 'server'
  return serverOrder(accepted, choices) === null ? 'client' : 'unknown'
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
  const below = new Map<Item, Set<Item>>(accepted.map((item) => [item, new Set()]))
  for (const { offered, chosen } of choices) {
    const worse = below.get(chosen)
    if (!worse) continue
    for (const item of accepted) if (item !== chosen && !worse.has(item) && offered.includes(item)) worse.add(item)
  }
  const left = [...accepted]
  const order: Item[] = []
  while (left.length > 0) {
    const at = left.findIndex((item) => left.every((other) => !below.get(other)?.has(item)))
    if (at < 0) return null
    order.push(...left.splice(at, 1))
  }
  return order
}
