import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ClusterGroup, ClusterPlace } from '#lib/data/reuse/get-cluster.ts'
import { drawCluster, layOut, mostDrawn, narrow, size } from './layout.ts'

const environments = ['production', 'staging', null]

/** Groups in the order in which they come, and all of their places. */
const cluster = fc
  .array(fc.record({ environment: fc.nat(2), endpoints: fc.integer({ min: 1, max: 12 }) }), {
    minLength: 1,
    maxLength: 70,
  })
  .map((drawn) => {
    const groups = drawn
      .toSorted((a, b) => a.environment - b.environment)
      .map(({ environment, endpoints }, index): ClusterGroup => {
        const name = environments[environment] ?? null
        const of = { identityId: `i${index}`, identity: `i${index}.example.com`, owner: null }
        return { ...of, environment: name, production: name === 'production', endpoints }
      })
    const places = groups.flatMap(({ endpoints, ...group }) =>
      Array.from({ length: endpoints }, (_, index): ClusterPlace => {
        const endpoint = `${group.identityId} ${index}`
        return { ...group, endpointId: endpoint, endpoint, grade: null }
      }),
    )
    const byEnvironment = [...Map.groupBy(groups, ({ environment }) => environment)].map(([environment, own]) => ({
      environment,
      production: environment === 'production',
      endpoints: own.reduce((sum, { endpoints }) => sum + endpoints, 0),
    }))
    return { groups, groupCount: groups.length, byEnvironment, places: places.slice(0, 200) }
  })

test('nothing lies over anything else, nothing stands outside, and equal clusters are drawn equally', () => {
  fc.assert(
    fc.property(cluster, (drawn) => {
      const drawing = drawCluster(drawn)
      const layout = layOut(drawing)
      expect(layOut(drawCluster(drawn))).toEqual(layout)
      for (const form of ['y', 'narrowY'] as const) {
        const tall = form === 'y' ? size.identity.height : narrow.row
        const bottom = form === 'y' ? layout.height : layout.narrowHeight
        const bands = layout.environments
        const height = form === 'y' ? 'height' : 'narrowHeight'
        expectApart(
          bands.map((one) => ({ from: one[form], to: one[form] + one[height] })),
          bottom,
        )
        const identities = bands.flatMap((one) => one.identities)
        expectApart(
          identities.map((one) => ({ from: one[form], to: one[form] + tall - (form === 'y' ? 0 : 4) })),
          bottom,
        )
        const endpoints = identities.flatMap((one) => one.places)
        expectApart(
          endpoints.map((one) => ({ from: one[form], to: one[form] + size.endpoint.height })),
          bottom,
        )
      }
    }),
  )
})

function expectApart(spans: readonly { readonly from: number; readonly to: number }[], bottom: number): void {
  for (const [index, { from, to }] of spans.entries()) {
    expect(from).toBeGreaterThanOrEqual(index === 0 ? 0 : (spans[index - 1]?.to ?? 0))
    expect(to).toBeLessThanOrEqual(bottom)
  }
}

test('what is drawn is bounded: beyond sixty endpoints by identity, beyond sixty identities by environment', () => {
  fc.assert(
    fc.property(cluster, ({ groups, ...rest }) => {
      const { by, environments: drawn } = drawCluster({ groups, ...rest })
      const endpoints = groups.reduce((sum, group) => sum + group.endpoints, 0)
      expect(by).toBe(groups.length > mostDrawn ? 'environment' : endpoints > mostDrawn ? 'identity' : 'endpoint')
      const identities = drawn.flatMap((one) => one.identities)
      expect(identities.length).toBeLessThanOrEqual(mostDrawn)
      expect(identities.flatMap((one) => one.places).length).toBeLessThanOrEqual(mostDrawn)
      // However it is drawn, every endpoint is counted once.
      expect(drawn.reduce((sum, one) => sum + one.endpoints, 0)).toBe(endpoints)
      if (by !== 'environment') expect(identities.reduce((sum, one) => sum + one.endpoints, 0)).toBe(endpoints)
      if (by === 'endpoint') expect(identities.flatMap((one) => one.places)).toHaveLength(endpoints)
    }),
  )
})
