import { beforeAll, expect, test } from 'vitest'
import { observed } from '#lib/core/observed.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { createRoot, type Issued } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite } from '#lib/testing/estate.ts'
import { trust } from '#lib/testing/facts.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import type { Depth } from '#lib/tls/observation.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { listDisagreements } from './disagreements.ts'

testDatabase()

const root = createRoot()
const leaf = root.issue({ dns: ['pay.example.com'] })
const start = new Date('2026-11-20T12:00:00Z')
const hour = (count: number) => new Date(start.getTime() + count * 3_600_000)
let siteId = ''

beforeAll(async () => {
  siteId = await addSite()
})

interface Said {
  readonly ours: string | null
  readonly theirs?: string | null
  readonly depth?: Depth
  readonly chain?: readonly Issued[]
}

async function seen(endpointId: string, at: Date, { ours, theirs, depth = 'posture', chain = [leaf] }: Said) {
  const secondOpinion = theirs === undefined ? {} : { secondOpinion: { engine: 'node:tls', error: theirs } }
  const facts = { trust: observed(trust({ error: ours, ...secondOpinion })) }
  const observation = handshakeAt({ at, chain: chain.map(({ der }) => der), facts })
  await recordObservations(systemPrincipal, [{ endpointId, depth, observations: [observation] }], at)
}

async function listed(endpointId: string) {
  const { rows } = await listDisagreements(systemPrincipal)
  return rows.filter((row) => row.endpointId === endpointId)
}

test('one that trusts what the other does not is listed, in both directions, with when it began', async () => {
  const [ours, theirs] = [await addEndpoint(siteId), await addEndpoint(siteId)]
  await seen(ours, start, { ours: null, theirs: null })
  for (const at of [hour(1), hour(2)]) await seen(ours, at, { ours: null, theirs: 'CERT_HAS_EXPIRED' })
  await seen(theirs, start, { ours: 'weak-key', theirs: null })
  expect(await listed(ours)).toMatchObject([
    {
      ours: null,
      theirs: 'CERT_HAS_EXPIRED',
      engine: 'node:tls',
      leafSha256: leaf.sha256,
      store: { name: 'Estate roots' },
      since: hour(1),
      seenAt: hour(2),
      explanation: expect.stringContaining('makes no branches'),
    },
  ])
  expect(await listed(theirs)).toMatchObject([{ ours: 'weak-key', theirs: null }])
})

test('agreement is not listed, nor two that refuse for different reasons, nor where nobody else was asked', async () => {
  for (const said of [
    { ours: null, theirs: null },
    { ours: 'expired', theirs: 'CERT_HAS_EXPIRED' },
    { ours: 'not-a-ca', theirs: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' },
    { ours: 'not-a-ca' },
  ]) {
    const endpointId = await addEndpoint(siteId)
    await seen(endpointId, start, said)
    expect(await listed(endpointId)).toEqual([])
  }
})

test('a shallower scan keeps what was said; one that sees something else leaves nothing to compare', async () => {
  const endpointId = await addEndpoint(siteId)
  await seen(endpointId, start, { ours: null, theirs: 'CERT_SIGNATURE_FAILURE' })
  await seen(endpointId, hour(1), { ours: null, depth: 'inventory' })
  expect(await listed(endpointId)).toMatchObject([{ since: start, seenAt: start }])
  await seen(endpointId, hour(2), { ours: 'expired', depth: 'inventory' })
  expect(await listed(endpointId)).toEqual([])
})

test('pages go on where the one before ended', async () => {
  const first = await listDisagreements(systemPrincipal, { limit: 1 })
  expect(first).toMatchObject({ total: { count: 2, exact: true }, nextCursor: expect.any(String) })
  const second = await listDisagreements(systemPrincipal, { limit: 1, cursor: first.nextCursor ?? '' })
  expect(second.nextCursor).toBeNull()
  expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(2)
})

test('below an administrator nobody sees them', async () => {
  const analyst = { ...systemPrincipal, role: 'analyst' } as const
  await expect(listDisagreements(analyst)).rejects.toMatchObject({ code: 'forbidden' })
})

test('they are listed by endpoint, and pages go on in that order', async () => {
  for (const host of ['zz.order.test', 'aa.order.test', 'mm.order.test']) {
    await seen(await addEndpoint(siteId, { host }), start, { ours: null, theirs: 'CERT_HAS_EXPIRED' })
  }
  const order: string[] = []
  let cursor: string | undefined
  do {
    const page = await listDisagreements(systemPrincipal, { cursor, limit: 1 })
    order.push(...page.rows.map(({ endpoint }) => endpoint))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(order.filter((endpoint) => endpoint.includes('.order.test'))).toMatchObject([
    expect.stringContaining('aa.'),
    expect.stringContaining('mm.'),
    expect.stringContaining('zz.'),
  ])
  expect(new Set(order).size).toBe(order.length)
})
