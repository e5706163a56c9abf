import { beforeAll, describe, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, oneRow } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { countCertificates } from '../certificates/count-certificates.ts'
import { certificateFilter } from '../certificates/filter.ts'
import { requireFilter } from '../filter.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { dueRotations } from '../reports/due-rotations.ts'
import { expiryCalendar } from '../reports/expiry-calendar.ts'
import { rotationAges } from '../reports/rotation-age.ts'
import { countKeptKeys } from './count-kept-keys.ts'
import { rotationFilter } from './filter.ts'
import { countRotationsOf, exportRotations, listRotations } from './list-rotations.ts'

testDatabase()

const now = new Date('2026-11-23T12:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * dayMs)
const root = createRoot({ notBefore: inDays(-1000), notAfter: inDays(1000) })
const leaf = (from: number, to: number, more = {}) =>
  root.issue({ notBefore: inDays(from), notAfter: inDays(to), dns: ['a.example.com'], ...more })
const ids = { pay: '', svid: '', old: '' }

/** Of pay: renewed at 60 of 90 days with a new key, then at 85 with the same key, then again at 60. */
const first = leaf(-215, -125)
const second = leaf(-155, -65)
const third = leaf(-70, 20, { key: second.key })
const fourth = leaf(-10, 80)
const hours = (count: number) => count / 24
const svids = [leaf(hours(-3), hours(-2)), leaf(hours(-2.5), hours(-1.5)), leaf(hours(-2), hours(-1))]
const expired = leaf(-100, -10)
const strange = leaf(-1, 60)

beforeAll(async () => {
  const environmentId = String((await oneRow(`INSERT INTO environment (name) VALUES ('production') RETURNING id`)).id)
  const site = await addSite()
  ids.pay = await addIdentity('pay.example.com', {
    environmentId,
    owner: 'payments',
    policy: { rotationIntervalSeconds: 5 * 86400 },
  })
  ids.svid = await addIdentity('spiffe://estate/svid', { kind: 'spiffe' })
  ids.old = await addIdentity('old.example.com', { owner: 'platform' })
  const endpoint = (identityId?: string) => addEndpoint(site, identityId === undefined ? {} : { identityId })
  const seen = async (endpointId: string, steps: readonly (readonly [number, { readonly der: Buffer }])[]) => {
    for (const [days, { der }] of steps) {
      await recordObservations(systemPrincipal, [
        { endpointId, observations: [handshakeAt({ at: inDays(days), chain: [der, root.der] })] },
      ])
    }
  }
  await seen(await endpoint(ids.pay), [
    [-200, first],
    [-155, second],
    [-70, third],
    [-10, fourth],
  ])
  await seen(await endpoint(ids.svid), [
    [hours(-3), svids[0] ?? root],
    [hours(-2.5), svids[1] ?? root],
    [hours(-2), svids[2] ?? root],
  ])
  await seen(await endpoint(ids.old), [[-50, expired]])
  await seen(await endpoint(), [[-1, strange]])
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

test('a row tells the age, what was left, and whether the key was kept', async () => {
  const [row] = (await listRotations(systemPrincipal, parse('kept=true'))).rows
  expect(row).toMatchObject({
    identityName: 'pay.example.com',
    ageSeconds: 85 * 86400,
    lifeLeftSeconds: 5 * 86400,
    lifetimeSeconds: 90 * 86400,
    keyKept: true,
    late: true,
  })
})

describe('rotation age', () => {
  test('is judged by the policy’s interval, else by what the identity itself has shown, the most overdue first', async () => {
    const { rows } = await rotationAges(systemPrincipal, {}, now)
    expect(rows.map(({ name, basis, overdue }) => [name, basis, overdue])).toEqual([
      ['spiffe://estate/svid', 'rhythm', true],
      ['pay.example.com', 'policy', true],
      ['old.example.com', 'share of life', true],
    ])
  })

  test('an hour and a quarter are measured alike', async () => {
    const { rows } = await rotationAges(systemPrincipal, {}, now)
    expect(rows.find((row) => row.identityId === ids.svid)).toMatchObject({
      medianAgeSeconds: 1800,
      lifetimeSeconds: 3601,
      rotations: 2,
      keptKeys: 0,
      late: 0,
    })
    expect(rows.find((row) => row.identityId === ids.pay)).toMatchObject({
      medianAgeSeconds: 60 * 86400,
      intervalSeconds: 5 * 86400,
      rotations: 3,
      keptKeys: 1,
      late: 1,
    })
  })

  test('its counts are those of the history', async () => {
    for (const row of (await rotationAges(systemPrincipal, {}, now)).rows) {
      const count = async (more: string) =>
        (await countRotationsOf(systemPrincipal, parse(`identity=${row.identityId}${more}`))).count
      expect([await count(''), await count('&kept=true'), await count('&late=true')]).toEqual([
        row.rotations,
        row.keptKeys,
        row.late,
      ])
    }
  })

  test('is narrowed by owner', async () => {
    expect((await rotationAges(systemPrincipal, { owner: ['payments'] }, now)).rows.map((row) => row.name)).toEqual([
      'pay.example.com',
    ])
  })
})

describe('due rotations', () => {
  test('tells missed from overdue from due, in the order in which they are due', async () => {
    const { rows, counts } = await dueRotations(systemPrincipal, {}, now)
    expect(counts).toEqual({ missed: 2, overdue: 1, due: 1 })
    expect(rows.map((row) => [row.identityName, row.state])).toEqual([
      ['old.example.com', 'missed'],
      ['pay.example.com', 'overdue'],
      ['spiffe://estate/svid', 'missed'],
      [null, 'due'],
    ])
  })

  test('each state leads to exactly what it counts', async () => {
    const { counts } = await dueRotations(systemPrincipal, {}, now)
    for (const state of ['missed', 'overdue', 'due'] as const) {
      expect((await dueRotations(systemPrincipal, { state: [state] }, now)).rows).toHaveLength(counts[state])
    }
  })
})

test('kept keys lead to exactly those counted', async () => {
  const kept = await countKeptKeys(systemPrincipal, {}, now)
  expect(kept.count).toEqual({ count: 1, exact: true })
  expect(await countRotationsOf(systemPrincipal, parse(kept.query))).toEqual(kept.count)
})

test('each day of the calendar leads to exactly the leaves that it counts', async () => {
  const { days, total, query } = await expiryCalendar(systemPrincipal, {}, new Date('2026-11-01T00:00:00Z'), now)
  expect(days).toHaveLength(30)
  expect(total).toBe(2)
  const counts = (text: string) =>
    countCertificates(systemPrincipal, requireFilter(certificateFilter, new URLSearchParams(text)), now)
  expect((await counts(query)).count).toBe(2)
  for (const day of days.filter(({ count }) => count > 0)) {
    expect((await counts(day.query)).count).toBe(day.count)
    expect(day.names).toEqual(['a.example.com'])
  }
})
