import { expect, test } from 'vitest'
import type { ChainVerdict, ToldPath } from '#lib/x509/path/judge-chain.ts'
import { cardHeight, narrowEdge, railWidth, wideEdge, wideSize } from './geometry.ts'
import { type PathGraph, pathGraph } from './graph.ts'
import { edgeKey, layOut } from './layout.ts'

const path = (...sha256: string[]): ToldPath => ({
  sha256,
  validFrom: '2026-01-01T00:00:00.000Z',
  validUntil: '2027-01-01T00:00:00.000Z',
  distrustedFrom: null,
  notes: [],
})
const refusal = (sha256: string[], reason: ChainVerdict['refused'][number]['fault']['reason'], at: number) => ({
  sha256,
  fault: { reason, at, detail: 'as found' },
})
const main = path('leaf', 'issuing', 'root')
const crossed = path('leaf', 'issuing', 'cross', 'other')
const direct = path('leaf', 'other')

function drawn(verdict: Partial<ChainVerdict>): PathGraph {
  const graph = pathGraph({ paths: [main, crossed], refused: [], exhausted: false, ...verdict }, main)
  if (graph === null) throw new Error('nothing to draw')
  return graph
}

test('every certificate stands once, and the chosen path keeps its standing where others share it', () => {
  const { leaf, nodes, edges } = drawn({})
  expect(leaf).toBe('leaf')
  expect(nodes.map(({ sha256, standing, isAnchor }) => [sha256, standing, isAnchor])).toEqual([
    ['leaf', 'chosen', false],
    ['issuing', 'chosen', false],
    ['root', 'chosen', true],
    ['cross', 'valid', false],
    ['other', 'valid', true],
  ])
  expect(edges.map(({ from, to, standing }) => `${from} ${to} ${standing}`)).toEqual([
    'leaf issuing chosen',
    'issuing root chosen',
    'issuing cross valid',
    'cross other valid',
  ])
})

test('what failed is told where it failed: a signature at the issuer whose key was tried, anything else in place', () => {
  const { nodes, edges } = drawn({
    refused: [refusal(['leaf', 'stray'], 'not-a-ca', 1), refusal(['leaf', 'issuing', 'old'], 'signature-mismatch', 1)],
  })
  const faults = Object.fromEntries(nodes.map(({ sha256, faults }) => [sha256, faults.map(({ reason }) => reason)]))
  expect(faults).toMatchObject({ stray: ['not-a-ca'], old: ['signature-mismatch'], issuing: [] })
  expect(edges.filter(({ broken }) => broken)).toMatchObject([{ from: 'issuing', to: 'old', standing: 'refused' }])
})

test('attempts beyond a bound are counted and not drawn; without anything that was tried there is no picture', () => {
  const refused = Array.from({ length: 20 }, (_, index) => refusal(['leaf', `stray ${index}`], 'not-a-ca', 1))
  expect(drawn({ refused }).undrawn).toBe(12)
  expect(pathGraph({ paths: [], refused: [], exhausted: true }, null)).toBeNull()
  const malformed = refusal([], 'malformed-certificate', 0)
  expect(pathGraph({ paths: [], refused: [malformed], exhausted: false }, null)).toBeNull()
})

test('the chosen path is a straight line, issuers stand beyond what they signed, and no edge crosses a certificate', () => {
  const graph = drawn({ paths: [main, crossed, direct] })
  const layout = layOut(graph)
  expect(main.sha256.map((sha256) => layout.cells.get(sha256))).toEqual([0, 1, 2].map((layer) => ({ layer, lane: 0 })))
  for (const { from, to } of graph.edges)
    expect(layout.cells.get(to)?.layer).toBeGreaterThan(layout.cells.get(from)?.layer ?? 0)
  expect(layout.bends.get('leaf other')).toEqual([
    { layer: 1, lane: 1, above: 0 },
    { layer: 2, lane: 2, above: 0 },
  ])
  expect(layout.order).toEqual(['leaf', 'issuing', 'root', 'cross', 'other'])
  expect(layout).toMatchObject({ layers: 4, lanes: 2 })
})

test('a ring of cross-signs is laid out all the same', () => {
  const ring = [path('leaf', 'one', 'two', 'root'), path('leaf', 'two', 'one', 'other')]
  const graph = drawn({ paths: ring })
  const layout = layOut(graph)
  expect([...layout.cells.keys()].toSorted()).toEqual(['issuing', 'leaf', 'one', 'other', 'root', 'two'])
})

test('every edge is drawn in both forms, within the picture', () => {
  const graph = drawn({ paths: [main, crossed, direct] })
  const layout = { ...layOut(graph), height: cardHeight(5) }
  const { width, height } = wideSize(layout)
  for (const edge of graph.edges) {
    const wide = wideEdge(layout, edge)
    expect(wide?.end.x).toBeLessThan(width)
    expect(wide?.end.y).toBeLessThan(height)
    expect(narrowEdge(layout, edge)?.middle.x).toBeGreaterThan(0)
    expect(narrowEdge(layout, edge)?.end.x).toBeLessThan(railWidth(layout))
  }
  expect(new Set(graph.edges.map((edge) => layout.tracks.get(edgeKey(edge)))).size).toBeGreaterThan(1)
})
