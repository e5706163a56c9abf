import { type Bend, type Cell, edgeKey, type Layout } from './layout.ts'

// Two forms, sizes in pixels. Wide: from left to right; narrow: from top to bottom, with the edges in a rail on the left.

export const card = { width: 224, gapX: 56, gapY: 18 } as const
const rail = { inset: 8, track: 9, tracks: 6, gap: 12 } as const

/** A layout whose certificates are all drawn at one height. */
export interface Sized extends Layout {
  readonly height: number
}

/** Height of a card of so many lines of text. */
export function cardHeight(lines: number): number {
  return 18 + lines * 17
}

export interface Point {
  readonly x: number
  readonly y: number
}

export function wideCorner({ layer, lane }: Cell, { height }: Sized): Point {
  return { x: layer * (card.width + card.gapX), y: lane * (height + card.gapY) }
}

export function wideSize(layout: Sized): { width: number; height: number } {
  const { layers, lanes, height, bends } = layout
  const lowest = [...bends.values()].flat().map((bend) => bendTop(bend, layout) + passGap)
  return {
    width: layers * card.width + (layers - 1) * card.gapX,
    height: Math.max(lanes * height + (lanes - 1) * card.gapY, ...lowest),
  }
}

/** Between edges that go by below the certificates. */
const passGap = 12

function bendTop({ lane, above }: Bend, { height }: Sized): number {
  return lane * (height + card.gapY) + above * passGap
}

/** Width of the rail; no rail where there is nothing to join. */
export function railWidth({ tracks }: Layout): number {
  if (tracks.size === 0) return 0
  return rail.inset * 2 + Math.min(rail.tracks, Math.max(...tracks.values()) + 1) * rail.track
}

export function rowTop(row: number, { height }: Sized): number {
  return row * (height + rail.gap)
}

export function narrowHeight(layout: Sized): number {
  return rowTop(layout.order.length, layout) - rail.gap
}

/** SVG path of an edge from left to right, its end and its middle; null where it has no places. */
export function wideEdge(layout: Sized, edge: { from: string; to: string }): EdgeLine | null {
  const [from, to] = [layout.cells.get(edge.from), layout.cells.get(edge.to)]
  if (!from || !to) return null
  const half = layout.height / 2
  const [start, end] = [wideCorner(from, layout), wideCorner(to, layout)]
  const bends = (layout.bends.get(edgeKey(edge)) ?? []).flatMap((bend): Point[] => {
    const x = bend.layer * (card.width + card.gapX)
    const y = bendTop(bend, layout)
    return [
      { x, y },
      { x: x + card.width, y },
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
export function narrowEdge(layout: Sized, edge: { from: string; to: string }): EdgeLine | null {
  const [from, to] = [layout.order.indexOf(edge.from), layout.order.indexOf(edge.to)]
  if (from < 0 || to < 0) return null
  const side = railWidth(layout)
  const track = (layout.tracks.get(edgeKey(edge)) ?? 0) % rail.tracks
  const x = side - rail.inset - (track + 0.5) * rail.track
  const down = from < to
  const [start, end] = [rowTop(from, layout) + layout.height * 0.62, rowTop(to, layout) + layout.height * 0.38]
  const round = down ? 5 : -5
  const d = `M${side} ${start} L${x + 5} ${start} Q${x} ${start} ${x} ${start + round} L${x} ${end - round} Q${x} ${end} ${x + 5} ${end} L${side - 2} ${end}`
  return { d, end: { x: side - 2, y: end }, middle: { x, y: (start + end) / 2 } }
}
