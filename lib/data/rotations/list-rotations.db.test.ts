import { beforeAll, describe, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, oneRow } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { requireFilter } from '../filter.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { countKeptKeys } from './count-kept-keys.ts'
import { rotationFilter } from './filter.ts'
import { countRotationsOf, exportRotations, listRotations } from './list-rotations.ts'

testDatabase()

const now = new Date('2026-11-23T12:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * dayMs)
const root = createRoot({ notBefore: inDays(-1000), notAfter: inDays(1000) })
const leaf = (from: number, to: number, more = {}) =>
  root.issue({ notBefore: inDays(from), notAfter: inDays(to), dns: ['a.example.com'], ...more })

/** Of pay: renewed at 60 of 90 days with a new key, then at 85 with the same key, then again at 60. */
const first = leaf(-215, -125)
const second = leaf(-155, -65)
const third = leaf(-70, 20, { key: second.key })
const fourth = leaf(-10, 80)
const hours = (count: number) => count / 24
const svids = [leaf(hours(-3), hours(-2)), leaf(hours(-2.5), hours(-1.5)), leaf(hours(-2), hours(-1))]

beforeAll(async () => {
  const environmentId = String((await oneRow(`INSERT INTO environment (name) VALUES ('production') RETURNING id`)).id)
  const site = await addSite()
  const pay = await addIdentity('pay.example.com', { environmentId, owner: 'payments' })
  const svid = await addIdentity('spiffe://estate/svid', { kind: 'spiffe' })
  const seen = async (
    endpointId: string,
    steps: readonly (readonly [number, { readonly der: Buffer } | undefined])[],
  ) => {
    for (const [days, certificate] of steps) {
      if (certificate === undefined) continue
      const chain = [certificate.der, root.der]
      await recordObservations(systemPrincipal, [
        { endpointId, observations: [handshakeAt({ at: inDays(days), chain })] },
      ])
    }
  }
  await seen(await addEndpoint(site, { identityId: pay }), [
    [-200, first],
    [-156, first],
    [-155, second],
    [-71, second],
    [-70, third],
    // Not looked at until long after its end, by when it had been replaced.
    [-69, third],
    [30, fourth],
  ])
  await seen(await addEndpoint(site, { identityId: svid }), [
    [hours(-3), svids[0]],
    [hours(-2.6), svids[0]],
    [hours(-2.5), svids[1]],
    [hours(-2), svids[2]],
  ])
})

const parse = (query: string) => requireFilter(rotationFilter, new URLSearchParams(query))

describe.each([
  ['', 5],
  ['q=SVID', 2],
  ['owner=payments', 3],
  ['owner=none', 2],
  ['environment=production', 3],
  ['kept=true', 1],
  ['kept=false', 4],
  ['late=true', 1],
  ['late=false', 4],
  [`since=${inDays(-80).toISOString()}`, 4],
  [`until=${inDays(-80).toISOString()}`, 1],
])('the filter %j', (query, count) => {
  test(`gives the same ${count} as list, count and export, in pages of any size`, async () => {
    const filter = parse(query)
    expect((await listRotations(systemPrincipal, filter)).rows).toHaveLength(count)
    expect(await countRotationsOf(systemPrincipal, filter)).toEqual({ count, exact: true })
    const exported: string[] = []
    for await (const row of exportRotations(systemPrincipal, filter)) exported.push(row.id)
    const paged: string[] = []
    let cursor: string | undefined
    do {
      const page = await listRotations(systemPrincipal, { ...filter, limit: 2, cursor })
      paged.push(...page.rows.map((row) => row.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(paged).toEqual(exported)
    expect(new Set(paged).size).toBe(count)
  })
})

test.each(['at', 'age', '-lifeLeft'])('sorts by %s, page after page', async (sort) => {
  const all = await listRotations(systemPrincipal, parse(`sort=${sort}`))
  const head = await listRotations(systemPrincipal, parse(`sort=${sort}&limit=2`))
  const rest = await listRotations(systemPrincipal, parse(`sort=${sort}&cursor=${head.nextCursor}`))
  expect([...head.rows, ...rest.rows]).toEqual(all.rows)
})

test('a row tells the age, what was left, when the old one was last seen, and whether the key was kept', async () => {
  const [row] = (await listRotations(systemPrincipal, parse('kept=true'))).rows
  expect(row).toMatchObject({
    identityName: 'pay.example.com',
    ageSeconds: 85 * 86400,
    lifeLeftSeconds: 5 * 86400,
    lifetimeSeconds: 90 * 86400,
    previousSeenAt: inDays(-71),
    keyKept: true,
    late: true,
    afterExpiry: false,
  })
})

test('what no scan saw is not called late', async () => {
  const [newest] = (await listRotations(systemPrincipal, parse('owner=payments'))).rows
  expect(newest).toMatchObject({ lifeLeftSeconds: -10 * 86400, late: false, afterExpiry: false })
})

test('kept keys lead to exactly those counted', async () => {
  const kept = await countKeptKeys(systemPrincipal, {}, now)
  expect(kept.count).toEqual({ count: 1, exact: true })
  expect(await countRotationsOf(systemPrincipal, parse(kept.query))).toEqual(kept.count)
})
