import { type Cell, edgeKey, type Layout } from './layout.ts'

/** Sizes in pixels. `wide`: from left to right; `narrow`: from top to bottom, with the edges in a rail on the left. */
export const card = { width: 224, height: 122, gapX: 56, gapY: 18 } as const
const rail = { inset: 8, track: 9, tracks: 6, gap: 12 } as const

/** Room below a graph of one lane or row, where what a certificate shows when it is pointed at finds its place. */
export const room = 96

export interface Point {
  readonly x: number
  readonly y: number
}

export function wideCorner({ layer, lane }: Cell): Point {
  return { x: layer * (card.width + card.gapX), y: lane * (card.height + card.gapY) }
}

export function wideSize({ layers, lanes }: Layout): { width: number; height: number } {
  return {
    width: layers * card.width + (layers - 1) * card.gapX,
    height: lanes * card.height + (lanes - 1) * card.gapY,
  }
}

/** Width of the rail; no rail where there is nothing to join. */
export function railWidth({ tracks }: Layout): number {
  if (tracks.size === 0) return 0
  return rail.inset * 2 + Math.min(rail.tracks, Math.max(...tracks.values()) + 1) * rail.track
}

export function rowTop(row: number): number {
  return row * (card.height + rail.gap)
}

export function narrowHeight({ order }: Layout): number {
  return rowTop(order.length) - rail.gap
}

/** SVG path of an edge from left to right, its end and its middle; null where it has no places. */
export function wideEdge(layout: Layout, edge: { from: string; to: string }): EdgeLine | null {
  const [from, to] = [layout.cells.get(edge.from), layout.cells.get(edge.to)]
  if (!from || !to) return null
  const half = card.height / 2
  const [start, end] = [wideCorner(from), wideCorner(to)]
  const bends = (layout.bends.get(edgeKey(edge)) ?? []).flatMap((cell): Point[] => {
    const { x, y } = wideCorner(cell)
    return [
      { x, y: y + half },
      { x: x + card.width, y: y + half },
    ]
  })
  const points = [{ x: start.x + card.width, y: start.y + half }, ...bends, { x: end.x - 2, y: end.y + half }]
  const d = points.map((point, index) => segment(points[index - 1], point, index)).join(' ')
  const last = points.at(-1) ?? { x: 0, y: 0 }
  const before = points.at(-2) ?? last
  return { d, end: last, middle: { x: (before.x + last.x) / 2, y: (before.y + last.y) / 2 } }
}

export interface EdgeLine {
  readonly d: string
  readonly end: Point
  readonly middle: Point
}

/** Between layers a curve, along a lane a straight line. */
function segment(before: Point | undefined, { x, y }: Point, index: number): string {
  if (before === undefined) return `M${x} ${y}`
  if (index % 2 === 0) return `L${x} ${y}`
  const bend = Math.max(24, Math.abs(x - before.x) / 2)
  return `C${before.x + bend} ${before.y} ${x - bend} ${y} ${x} ${y}`
}

/** The same in the rail: out of one certificate's side, along its track, into the other's. */
export function narrowEdge(layout: Layout, edge: { from: string; to: string }): EdgeLine | null {
  const [from, to] = [layout.order.indexOf(edge.from), layout.order.indexOf(edge.to)]
  if (from < 0 || to < 0) return null
  const side = railWidth(layout)
  const track = (layout.tracks.get(edgeKey(edge)) ?? 0) % rail.tracks
  const x = side - rail.inset - (track + 0.5) * rail.track
  const down = from < to
  const [start, end] = [rowTop(from) + card.height * 0.62, rowTop(to) + card.height * 0.38]
  const round = down ? 5 : -5
  const d = `M${side} ${start} L${x + 5} ${start} Q${x} ${start} ${x} ${start + round} L${x} ${end - round} Q${x} ${end} ${x + 5} ${end} L${side - 2} ${end}`
  return { d, end: { x: side - 2, y: end }, middle: { x, y: (start + end) / 2 } }
}
