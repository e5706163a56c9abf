/** A leaf of an address, as far as pairing looks at it. */
export interface Leaf {
  readonly id: string
  readonly keyAlgorithm: string
}

export interface LeafPair<L extends Leaf> {
  readonly previous: L
  readonly next: L
}

/**
 * Which leaf took the place of which. A server with an RSA and an ECDSA leaf replaces each by one of its own kind;
 * what is left over is paired in order (a move from RSA to ECDSA). A leaf that appears beside those that stay
 * replaces nothing.
 */
export function pairLeaves<L extends Leaf>(closed: readonly L[], opened: readonly L[]): LeafPair<L>[] {
  const left = [...closed]
  const pairs: LeafPair<L>[] = []
  const take = (next: L, index: number) => {
    const [previous] = index < 0 ? [] : left.splice(index, 1)
    if (previous) pairs.push({ previous, next })
    return previous !== undefined
  }
  const unpaired = opened.filter(
    (next) =>
      !take(
        next,
        left.findIndex((one) => one.keyAlgorithm === next.keyAlgorithm),
      ),
  )
  for (const next of unpaired) take(next, left.length - 1)
  return pairs
}
