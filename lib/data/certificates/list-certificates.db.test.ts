import { beforeAll, describe, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { dayMs, hourMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, oneRow } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { requireFilter } from '../filter.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { expiryTimeline } from '../reports/expiry-timeline.ts'
import { countCertificates } from './count-certificates.ts'
import { certificateFilter } from './filter.ts'
import { exportCertificates, listCertificates } from './list-certificates.ts'

testDatabase()

const now = new Date('2026-11-23T12:00:00.500Z')
const inDays = (days: number) => new Date(Date.parse('2026-11-23T12:00:00Z') + days * dayMs)

const root = createRoot({
  commonName: 'Estate Root',
  subject: [
    ['O', 'Estate 100%'],
    ['CN', 'Estate Root'],
  ],
  notBefore: inDays(-100),
  notAfter: inDays(3000),
})
const leaf = (name: string, from: number, to: number, more = {}) =>
  root.issue({ dns: [name], notBefore: inDays(from), notAfter: inDays(to), ...more })
const pay = leaf('pay.example.com', -60, 30)
const payStaging = leaf('pay.staging.example.com', -60, 5, { key: pay.key })
const expired = leaf('old.example.com', -90, -1)
const svid = root.issue({
  uris: ['spiffe://estate/pay'],
  notBefore: new Date(inDays(0).getTime() - 56 * 60_000),
  notAfter: new Date(inDays(0).getTime() + hourMs / 15),
})
const replaced = leaf('pay.example.com', -150, -50)
const ids = { payIdentity: '', payEndpoint: '' }

beforeAll(async () => {
  const production = String(
    (await oneRow(`INSERT INTO environment (name, production) VALUES ('production', true) RETURNING id`)).id,
  )
  const staging = String((await oneRow(`INSERT INTO environment (name) VALUES ('staging') RETURNING id`)).id)
  const site = await addSite()
  ids.payIdentity = await addIdentity('pay.example.com', { environmentId: production, owner: 'payments' })
  const stagingIdentity = await addIdentity('pay.staging.example.com', { environmentId: staging, owner: 'payments' })
  const endpoint = (identityId?: string) => addEndpoint(site, identityId === undefined ? {} : { identityId })
  ids.payEndpoint = await endpoint(ids.payIdentity)
  const places = [
    { endpointId: ids.payEndpoint, at: inDays(-51), leaf: replaced },
    { endpointId: ids.payEndpoint, at: inDays(-50), leaf: pay },
    { endpointId: await endpoint(ids.payIdentity), at: inDays(-1), leaf: pay },
    { endpointId: await endpoint(stagingIdentity), at: inDays(-1), leaf: payStaging },
    { endpointId: await endpoint(), at: inDays(-1), leaf: expired },
    { endpointId: await endpoint(), at: inDays(-1), leaf: svid },
  ]
  for (const place of places) {
    await recordObservations(systemPrincipal, [
      {
        endpointId: place.endpointId,
        observations: [handshakeAt({ at: place.at, chain: [place.leaf.der, root.der] })],
      },
    ])
  }
  await pool().query(
    `WITH s AS (INSERT INTO trust_store (name, source, public_roots, as_of, version) VALUES ('Roots', 'upload', true, now(), '1') RETURNING id)
     INSERT INTO trust_anchor SELECT s.id, c.id FROM s, certificate c WHERE c.sha256 = decode($1, 'hex')`,
    [root.sha256],
  )
})

const parse = (query: string) => requireFilter(certificateFilter, new URLSearchParams(query))
const names = async (query: string) =>
  (await listCertificates(systemPrincipal, parse(query), now)).rows.map((row) => row.name)

describe.each([
  ['', 6],
  ['q=PAY.', 3],
  ['q=pay.example', 2],
  ['q=100%25', 6],
  ['q=e', 6],
  ['q=estate/pay', 1],
  [`q=${pay.sha256.slice(0, 12)}`, 1],
  [`q=${pay.spkiSha256.slice(0, 12)}`, 2],
  ['name=staging', 1],
  [`spki=${pay.spkiSha256}`, 2],
  [`sha256=${(pay.sha256.slice(0, 8).match(/../g) ?? []).join(':').toUpperCase()}`, 1],
  ['issuer=estate root', 6],
  ['expiry=expired', 2],
  ['expiry=7d', 2],
  ['expiry=expired,30d', 4],
  ['expiry=tenth', 2],
  ['expiry=third', 2],
  ['role=leaf', 4],
  ['role=ca', 1],
  ['role=anchor', 1],
  ['role=stored', 1],
  ['role=leaf,anchor', 5],
  ['served=true', 5],
  ['served=false', 1],
  ['environment=production', 2],
  ['environment=production&role=leaf', 1],
  ['environment=none&role=leaf', 2],
  ['environment=production&served=false', 1],
  ['owner=payments&role=leaf', 2],
  ['public=true', 1],
  ['public=false', 5],
  ['keyAlgorithm=rsa', 0],
  ['expiresAfter=2026-11-23&expiresBefore=2026-11-29', 2],
])('the filter %j', (query, count) => {
  test(`gives the same ${count} as list, as count and as export, in pages of any size`, async () => {
    const filter = parse(query)
    expect((await listCertificates(systemPrincipal, filter, now)).rows).toHaveLength(count)
    expect(await countCertificates(systemPrincipal, filter, now)).toEqual({ count, exact: true })
    const exported: string[] = []
    for await (const row of exportCertificates(systemPrincipal, filter, now)) exported.push(row.sha256)
    expect(new Set(exported).size).toBe(count)
    const paged: string[] = []
    let cursor: string | undefined
    do {
      const page = await listCertificates(systemPrincipal, { ...filter, limit: 2, cursor }, now)
      paged.push(...page.rows.map((row) => row.sha256))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(paged).toEqual(exported)
  })
})

test.each(['expiry', '-expiry', 'firstSeen', '-firstSeen', 'subject', '-subject'])(
  'sorts by %s, page after page',
  async (sort) => {
    const all = await listCertificates(systemPrincipal, parse(`sort=${sort}`), now)
    const first = await listCertificates(systemPrincipal, parse(`sort=${sort}&limit=4`), now)
    const rest = await listCertificates(systemPrincipal, parse(`sort=${sort}&limit=4&cursor=${first.nextCursor}`), now)
    expect([...first.rows, ...rest.rows]).toEqual(all.rows)
  },
)

test('the next to expire comes first, named by its first DNS name or URI', async () => {
  expect(await names('role=leaf')).toEqual([
    'old.example.com',
    'spiffe://estate/pay',
    'pay.staging.example.com',
    'pay.example.com',
  ])
})

test('a row tells where it is served, in which environments, and how many share its key', async () => {
  const [row] = (await listCertificates(systemPrincipal, parse(`sha256=${pay.sha256}`), now)).rows
  expect(row).toMatchObject({
    endpoints: { count: 2, exact: true },
    environments: ['production'],
    sameKey: 1,
    anchorOf: [],
    nameCount: 1,
  })
})

test('by identity and endpoint', async () => {
  expect(await names(`identity=${ids.payIdentity}&role=leaf`)).toEqual(['pay.example.com'])
  expect(await names(`endpoint=${ids.payEndpoint}&served=false`)).toEqual(['pay.example.com'])
})

describe('the expiry timeline', () => {
  test('counts each leaf that is served once, and each bucket leads to exactly what it counts', async () => {
    const { buckets, total } = await expiryTimeline(systemPrincipal, {}, now)
    expect(total).toBe(4)
    expect(buckets.map(({ count }) => count)).toEqual([1, 1, 1, 0, 1, 0, 0, 0])
    for (const { query, count } of buckets) {
      expect((await countCertificates(systemPrincipal, parse(query), new Date(now.getTime() + hourMs))).count).toBe(
        count,
      )
    }
  })

  test('is narrowed by environment and owner', async () => {
    expect((await expiryTimeline(systemPrincipal, { environment: ['production'] }, now)).total).toBe(1)
    expect((await expiryTimeline(systemPrincipal, { owner: ['payments'] }, now)).total).toBe(2)
    expect((await expiryTimeline(systemPrincipal, { owner: ['nobody'] }, now)).total).toBe(0)
  })
})
