import { type EdgeLine, narrowEdge, narrowHeight, railWidth, type Sized, wideEdge, wideSize } from './geometry.ts'
import type { GraphEdge, PathGraph, Standing } from './graph.ts'
import { edgeKey } from './layout.ts'

const looks: Readonly<Record<Standing, string>> = {
  chosen: 'stroke-accent stroke-[2.5]',
  valid: 'stroke-ink-3 stroke-[1.5]',
  refused: 'stroke-critical-mark stroke-[1.5] [stroke-dasharray:5_4]',
}

const heads: Readonly<Record<Standing, string>> = {
  chosen: 'fill-accent',
  valid: 'fill-ink-3',
  refused: 'fill-critical-mark',
}

/** The lines of the graph, for both of its forms. What they say stands in words elsewhere. */
export function PathEdges({ graph, layout }: { graph: PathGraph; layout: Sized }) {
  const wide = wideSize(layout)
  // The chosen path is drawn last, over all others.
  const edges = graph.edges.toReversed()
  return (
    <>
      <svg
        aria-hidden="true"
        className="absolute top-0 left-0 hidden @3xl:block"
        width={wide.width}
        height={wide.height}
        fill="none"
      >
        {edges.map((edge) => (
          <Edge key={edgeKey(edge)} edge={edge} line={wideEdge(layout, edge)} />
        ))}
      </svg>
      <svg
        aria-hidden="true"
        className="absolute top-0 left-0 @3xl:hidden"
        width={railWidth(layout)}
        height={narrowHeight(layout)}
        fill="none"
      >
        {edges.map((edge) => (
          <Edge key={edgeKey(edge)} edge={edge} line={narrowEdge(layout, edge)} />
        ))}
      </svg>
    </>
  )
}

function Edge({ edge: { standing, broken }, line }: { edge: GraphEdge; line: EdgeLine | null }) {
  if (line === null) return null
  const { d, end, middle } = line
  return (
    <g>
      <path d={d} className={looks[standing]} />
      <path d={`M${end.x + 2} ${end.y} l-7 -4 v8 z`} className={heads[standing]} />
      {broken ? (
        <path
          d={`M${middle.x - 5} ${middle.y - 5} l10 10 m0 -10 l-10 10`}
          className="stroke-[2.5] stroke-critical-mark"
        />
      ) : null}
    </g>
  )
}

/** What the lines mean. */
export function PathLegend({ standings }: { standings: ReadonlySet<Standing> }) {
  if (standings.size < 2 && !standings.has('refused')) return null
  const words = [
    ['chosen', 'the path that counts'],
    ['valid', 'another valid path'],
    ['refused', 'tried and refused'],
  ] as const
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-ink-3 text-xs">
      {words
        .filter(([standing]) => standings.has(standing))
        .map(([standing, text]) => (
          <li key={standing} className="flex items-center gap-1.5">
            <svg aria-hidden="true" width="28" height="8" fill="none">
              <path d="M0 4 H22" className={looks[standing]} />
              <path d="M28 4 l-7 -4 v8 z" className={heads[standing]} />
            </svg>
            {text}
          </li>
        ))}
    </ul>
  )
}
