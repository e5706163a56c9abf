import type { GraphEdge, PathGraph } from './graph.ts'

/** A place in the grid of the graph: layers from the leaf up, lanes side by side. */
export interface Cell {
  readonly layer: number
  readonly lane: number
}

/** Where an edge goes by below the certificates of a layer. */
export interface Bend {
  readonly layer: number
  /** Certificates of the layer, all above it. */
  readonly lane: number
  /** Edges that go by above it. */
  readonly above: number
}

export interface Layout {
  readonly layers: number
  /** Certificates side by side, at most. */
  readonly lanes: number
  readonly cells: ReadonlyMap<string, Cell>
  /** Certificates from the leaf up, for a reader and for a narrow screen, one under the other. */
  readonly order: readonly string[]
  /** By `from to`: the places that an edge goes by between its ends, so that it crosses no certificate. */
  readonly bends: ReadonlyMap<string, readonly Bend[]>
  /** By `from to`: the track beside the certificates on a narrow screen, 0 next to them. */
  readonly tracks: ReadonlyMap<string, number>
}

export function edgeKey({ from, to }: Pick<GraphEdge, 'from' | 'to'>): string {
  return `${from} ${to}`
}

/** Places the certificates; those of the chosen path, which come first, stand in a straight line. */
export function layOut({ nodes, edges, leaf }: PathGraph): Layout {
  const layerOf = layersFrom(leaf, edges)
  const taken: number[] = []
  const cells = new Map<string, Cell>()
  for (const { sha256 } of nodes) {
    const layer = layerOf.get(sha256) ?? 0
    const lane = taken[layer] ?? 0
    taken[layer] = lane + 1
    cells.set(sha256, { layer, lane })
  }
  const passing: number[] = []
  const bends = new Map<string, readonly Bend[]>()
  for (const edge of edges) {
    const [from, to] = [layerOf.get(edge.from) ?? 0, layerOf.get(edge.to) ?? 0]
    const between = Array.from({ length: Math.max(0, to - from - 1) }, (_, step): Bend => {
      const layer = from + 1 + step
      const above = passing[layer] ?? 0
      passing[layer] = above + 1
      return { layer, lane: taken[layer] ?? 0, above }
    })
    if (between.length > 0) bends.set(edgeKey(edge), between)
  }
  const order = [...cells]
    .toSorted(([, one], [, other]) => one.layer - other.layer || one.lane - other.lane)
    .map(([sha256]) => sha256)
  return {
    layers: Math.max(0, ...layerOf.values()) + 1,
    lanes: Math.max(1, ...taken.map((lanes) => lanes ?? 1)),
    cells,
    order,
    bends,
    tracks: tracksOf(edges, order),
  }
}

/** The longest way from the leaf; an edge that closes a ring of cross-signs counts for nothing. */
function layersFrom(leaf: string, edges: readonly GraphEdge[]): Map<string, number> {
  const above = Map.groupBy(edges, ({ from }) => from)
  const layers = new Map<string, number>()
  const onWay = new Set<string>()
  const inOrder: string[] = []
  const forward: GraphEdge[] = []
  const visit = (sha256: string) => {
    layers.set(sha256, 0)
    onWay.add(sha256)
    for (const edge of above.get(sha256) ?? []) {
      if (onWay.has(edge.to)) continue
      forward.push(edge)
      if (!layers.has(edge.to)) visit(edge.to)
    }
    onWay.delete(sha256)
    inOrder.unshift(sha256)
  }
  visit(leaf)
  const forwardFrom = Map.groupBy(forward, ({ from }) => from)
  for (const sha256 of inOrder) {
    for (const { to } of forwardFrom.get(sha256) ?? [])
      layers.set(to, Math.max(layers.get(to) ?? 0, (layers.get(sha256) ?? 0) + 1))
  }
  return layers
}

/** Edges that pass the same certificates get tracks of their own, those of the chosen path the first. */
function tracksOf(edges: readonly GraphEdge[], order: readonly string[]): Map<string, number> {
  const rowOf = new Map(order.map((sha256, row) => [sha256, row]))
  const tracks = new Map<string, number>()
  const used: (readonly [number, number])[][] = []
  for (const edge of edges) {
    const [one, other] = [rowOf.get(edge.from) ?? 0, rowOf.get(edge.to) ?? 0]
    const [top, bottom] = [Math.min(one, other), Math.max(one, other)]
    let track = 0
    while (used[track]?.some(([from, to]) => top < to && from < bottom)) track += 1
    used[track] = [...(used[track] ?? []), [top, bottom]]
    tracks.set(edgeKey(edge), track)
  }
  return tracks
}
