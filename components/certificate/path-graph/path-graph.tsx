import type { CSSProperties } from 'react'
import type { JudgedGroup, PathCertificate } from '#lib/data/trust/certificate-judgement.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { type Mark, marksOf } from './certificate-marks.ts'
import { cardHeight, narrowHeight, type Sized, wideSize } from './geometry.ts'
import { type GraphNode, type PathGraph, pathGraph } from './graph.ts'
import { layOut } from './layout.ts'
import { PathEdges, PathLegend } from './path-edges.tsx'
import { PathNode } from './path-node.tsx'

/** All paths and attempts of a judgement as one picture, from the leaf up to the anchors. Drawn on the server. */
export function PathPicture({
  group,
  certificates,
  current,
  wordsId,
  now,
}: {
  group: JudgedGroup
  certificates: ReadonlyMap<string, PathCertificate>
  /** SHA-256 of the certificate whose page this is. */
  current: string
  /** Id of the same in words. */
  wordsId: string
  now: Date
}) {
  const { verdict, chosen } = group
  const graph = verdict && pathGraph(verdict, chosen?.path ?? null)
  if (graph === null) return null
  const nodes = new Map(graph.nodes.map((node) => [node.sha256, node]))
  const here = graph.nodes.flatMap(({ sha256 }) => certificates.get(sha256) ?? [])
  const marks = new Map(here.map((one) => [one.sha256, marksOf(one, group, here, now)]))
  const placed = layOut(graph)
  // A single line leaves room to show everything at once.
  const open = placed.lanes === 1
  const lines = graph.nodes.map((node) => linesOf(node, certificates.get(node.sha256), marks.get(node.sha256) ?? []))
  const layout: Sized = { ...placed, height: cardHeight(Math.max(...lines) + (open ? 6 : 0)) }
  return (
    <div className="@container grid gap-2">
      <ScrollRegion label="Picture of the paths" className="overflow-x-auto p-1 print:overflow-visible">
        <div style={sizes(layout)} className="relative h-(--narrow) @3xl:h-(--tall) @3xl:w-(--wide)">
          <PathEdges graph={graph} layout={layout} />
          <ol aria-label="Certificates of the paths, from the leaf up" aria-describedby={wordsId}>
            {layout.order.flatMap((sha256) => {
              const node = nodes.get(sha256)
              if (node === undefined) return []
              const certificate = certificates.get(sha256)
              return [
                <PathNode
                  key={sha256}
                  node={node}
                  certificate={certificate}
                  marks={marks.get(sha256) ?? []}
                  open={open}
                  layout={layout}
                  group={group}
                  role={roleOf(node, graph, certificate)}
                  current={sha256 === current}
                />,
              ]
            })}
          </ol>
        </div>
      </ScrollRegion>
      <PathLegend standings={new Set(graph.edges.map(({ standing }) => standing))} />
      {graph.undrawn === 0 ? null : (
        <p className="text-ink-3 text-xs">{graph.undrawn} more refused attempts are told in words only.</p>
      )}
    </div>
  )
}

function sizes(layout: Sized): CSSProperties {
  const { width, height } = wideSize(layout)
  const all = { '--wide': width, '--tall': height, '--narrow': narrowHeight(layout) }
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, `${value}px`]))
}

/** Role, name and dates; two lines of stores, one of marks, two of faults at most. */
function linesOf({ faults }: GraphNode, certificate: PathCertificate | undefined, marks: readonly Mark[]): number {
  const stores = certificate !== undefined && certificate.anchorOf.length > 0 ? 2 : 0
  return 3 + stores + Math.min(1, marks.length) + Math.min(2, faults.length)
}

function roleOf(
  { sha256, isAnchor }: GraphNode,
  { leaf }: PathGraph,
  certificate: PathCertificate | undefined,
): string {
  const kind = certificate?.isCa === true ? 'CA' : 'leaf'
  const own = certificate?.selfSigned === true ? ', self-signed' : ''
  if (sha256 === leaf) return `${kind}${isAnchor ? ', itself an anchor' : ''}${own}`
  return isAnchor ? `anchor${own}` : certificate?.isCa === true ? `CA${own}` : `issuer${own}`
}
