import { describe, expect, test, vi } from 'vitest'
import { failed, observed, skipped } from '#lib/core/observed.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot, type Issued } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite, countRows, oneRow } from '#lib/testing/estate.ts'
import { tls } from '#lib/testing/facts.ts'
import { failureAt, handshakeAt, type SightingOptions } from '#lib/testing/observations.ts'
import { noPosture } from '#lib/tls/no-facts.ts'
import type { Depth } from '#lib/tls/observation.ts'
import { recordObservations } from './record-observations.ts'

testDatabase('test')

const root = createRoot()
const first = root.issue({ dns: ['payments.example.com'] })
const second = root.issue({ dns: ['payments.example.com'] })
const start = new Date('2026-11-23T12:00:00Z')
const minute = (count: number) => new Date(start.getTime() + count * 60_000)

async function endpoint() {
  return addEndpoint(await addSite())
}

function record(endpointId: string, ...sightings: SightingOptions[]) {
  return recordObservations(systemPrincipal, [{ endpointId, observations: sightings.map(handshakeAt) }])
}

const openPresences = `closed_at IS NULL`

describe('an unchanged observation', () => {
  test('inserts no row, and moves when it was last seen', async () => {
    const id = await endpoint()
    await record(id, { at: start, chain: [first.der, root.der] })
    const again = await record(id, { at: minute(5), chain: [first.der, root.der] })
    expect(again.newObservations).toBe(0)
    expect(await oneRow('SELECT observed_at, last_seen_at, times_seen FROM observation')).toEqual({
      observed_at: start,
      last_seen_at: minute(5),
      times_seen: 2,
    })
    expect(await countRows('presence', openPresences)).toBe(2)
    expect(await countRows('presence', `last_seen_at = '${minute(5).toISOString()}'`)).toBe(2)
  })

  test('is told from one with other facts', async () => {
    const id = await endpoint()
    await record(id, { at: start, chain: [first.der] })
    await record(id, { at: minute(5), chain: [first.der], facts: { protocol: observed('TLSv1.2') } })
    expect(await countRows('observation')).toBe(2)
    expect(await oneRow('SELECT protocol FROM endpoint')).toEqual({ protocol: 'TLSv1.2' })
  })
})

describe('a shallower scan', () => {
  const leftOut = skipped<never>('depth')
  const shallow = { ...noPosture(leftOut), mtls: leftOut, otherChains: leftOut }
  const at = (endpointId: string, depth: Depth, sighting: SightingOptions) =>
    recordObservations(systemPrincipal, [{ endpointId, depth, observations: [handshakeAt(sighting)] }])
  const seen = 'SELECT last_scan_at, posture_at, mtls_at FROM address'

  test('carries over what it left out: the row moves, the instants of the deeper parts stay', async () => {
    const id = await endpoint()
    await at(id, 'posture', { at: start, chain: [first.der] })
    const again = await at(id, 'inventory', { at: minute(5), chain: [first.der], facts: shallow })
    expect(again.newObservations).toBe(0)
    expect(await oneRow(seen)).toEqual({ last_scan_at: minute(5), posture_at: start, mtls_at: start })
    await at(id, 'mtls', { at: minute(9), chain: [first.der], facts: { ...shallow, mtls: tls().mtls } })
    expect(await countRows('observation')).toBe(1)
    expect(await oneRow(seen)).toEqual({ last_scan_at: minute(9), posture_at: start, mtls_at: minute(9) })
  })

  test('that sees the server begin to ask for certificates makes the client probes due', async () => {
    const id = await endpoint()
    await at(id, 'posture', { at: start, chain: [first.der] })
    const mtls = observed({ verdict: 'UNKNOWN', evidence: [], probes: [] } as const)
    const facts = { ...shallow, mtls, clientCertificateRequested: observed(true) }
    await at(id, 'inventory', { at: minute(5), chain: [first.der], facts })
    expect(await oneRow(seen)).toEqual({ last_scan_at: minute(5), posture_at: start, mtls_at: null })
    expect(await oneRow('SELECT mtls FROM endpoint')).toEqual({ mtls: 'UNKNOWN' })
  })

  test('of a renewed leaf keeps the posture that was seen', async () => {
    const id = await endpoint()
    await at(id, 'posture', { at: start, chain: [first.der] })
    await at(id, 'inventory', { at: minute(5), chain: [second.der], facts: shallow })
    expect(await countRows('observation', `facts -> 'suites' ->> 'status' = 'observed'`)).toBe(2)
  })

  test('that reaches nothing carries nothing', async () => {
    const id = await endpoint()
    await at(id, 'posture', { at: start, chain: [first.der] })
    const refused = failureAt({ kind: 'refused' }, { at: minute(5) })
    await recordObservations(systemPrincipal, [{ endpointId: id, depth: 'posture', observations: [refused] }])
    expect(await countRows('observation', `outcome = 'refused' AND facts -> 'suites' ->> 'status' = 'skipped'`)).toBe(1)
    expect(await oneRow(seen)).toMatchObject({ posture_at: start })
  })
})

describe('another leaf of the same address', () => {
  const rsa = root.issue({ dns: ['payments.example.com'], keyAlgorithm: 'rsa2048' })
  const both = (at: Date, other: Issued) => ({
    at,
    chain: [first.der, other.der],
    facts: { chain: observed([first.sha256]), otherChains: observed({ rsa: [other.sha256] }) },
  })

  test('is presented beside the main one, and its renewal is a rotation of its own', async () => {
    const id = await endpoint()
    await record(id, both(start, rsa))
    expect(await countRows('presence', `position = 0 AND ${openPresences}`)).toBe(2)
    const renewed = root.issue({ dns: ['payments.example.com'], key: rsa.key })
    expect((await record(id, both(minute(5), renewed))).rotations).toBe(1)
    expect(await oneRow('SELECT key_kept FROM rotation')).toEqual({ key_kept: true })
  })

  test('has not gone because it could not be asked for', async () => {
    const id = await endpoint()
    await record(id, both(start, rsa))
    await record(id, { at: minute(5), chain: [first.der], facts: { otherChains: failed('timeout') } })
    expect(await countRows('presence', openPresences)).toBe(2)
    await record(id, { at: minute(9), chain: [first.der] })
    expect(await countRows('presence', openPresences)).toBe(1)
  })
})

describe('a presence', () => {
  test('closes when the address presents another leaf, and the step is one rotation', async () => {
    const id = await endpoint()
    await record(id, { at: start, chain: [first.der, root.der] })
    const summary = await record(id, { at: minute(5), chain: [second.der, root.der] })
    expect(summary.rotations).toBe(1)
    expect(await oneRow(`SELECT closed_at FROM presence WHERE closed_at IS NOT NULL`)).toEqual({ closed_at: minute(5) })
    expect(await oneRow('SELECT key_kept, at FROM rotation')).toEqual({ key_kept: false, at: minute(5) })
  })

  test('stays open where the server can not be reached', async () => {
    const id = await endpoint()
    await record(id, { at: start, chain: [first.der] })
    const refused = failureAt({ kind: 'timeout', during: 'connect' }, { at: minute(5) })
    await recordObservations(systemPrincipal, [{ endpointId: id, observations: [refused] }])
    expect(await countRows('presence', openPresences)).toBe(1)
    expect(await oneRow('SELECT last_outcome, consecutive_failures, last_seen_at FROM endpoint')).toEqual({
      last_outcome: 'timeout',
      consecutive_failures: 1,
      last_seen_at: start,
    })
  })

  test('closes at an address that the name left, once the endpoint is seen elsewhere', async () => {
    const id = await endpoint()
    await record(id, { at: start, chain: [first.der] }, { at: start, chain: [first.der], address: '192.0.2.11' })
    await record(id, { at: minute(5), chain: [first.der] })
    expect(await countRows('presence', openPresences)).toBe(1)
    expect(await oneRow(`SELECT host(ip) AS ip FROM address WHERE gone_at IS NOT NULL`)).toEqual({ ip: '192.0.2.11' })
    expect(await countRows('rotation')).toBe(0)
  })
})

describe('a rotation', () => {
  test('is recorded once, however many addresses take it up', async () => {
    const id = await endpoint()
    const addresses = ['192.0.2.10', '192.0.2.11', '2001:db8::1']
    await record(id, ...addresses.map((address) => ({ at: start, chain: [first.der], address })))
    await record(
      id,
      ...addresses.map((address, at) => ({ at: minute(5), chain: [at < 2 ? second.der : first.der], address })),
    )
    await record(id, ...addresses.map((address) => ({ at: minute(10), chain: [second.der], address })))
    expect(await countRows('rotation')).toBe(1)
  })

  test('is not seen in backends that take turns', async () => {
    const id = await endpoint()
    for (const [at, leaf] of [first, second, first, second, first].entries())
      await record(id, { at: minute(at), chain: [leaf.der] })
    expect(await countRows('rotation')).toBe(1)
  })

  test('is not seen in an RSA leaf beside an ECDSA leaf', async () => {
    const id = await endpoint()
    const rsa = root.issue({ dns: ['payments.example.com'], keyAlgorithm: 'rsa2048' })
    await record(id, { at: start, chain: [first.der] })
    await record(id, { at: minute(5), chain: [first.der] }, { at: minute(5), chain: [rsa.der] })
    expect(await countRows('rotation')).toBe(0)
    const renewed = root.issue({ dns: ['payments.example.com'], key: rsa.key })
    await record(id, { at: minute(9), chain: [first.der] }, { at: minute(9), chain: [renewed.der] })
    expect(await oneRow('SELECT key_kept FROM rotation')).toEqual({ key_kept: true })
  })

  test('is seen where the address changes with the certificate', async () => {
    const id = await endpoint()
    await record(id, { at: start, chain: [first.der] })
    await record(id, { at: minute(5), chain: [second.der], address: '192.0.2.99' })
    expect(await countRows('rotation')).toBe(1)
  })
})

test('concurrent batches with the same certificates neither block in a ring nor lose or double anything', async () => {
  const site = await addSite()
  const leaves = Array.from({ length: 12 }, () => root.issue())
  const ids = await Promise.all(leaves.map(() => addEndpoint(site)))
  const batch = (order: readonly string[]) =>
    order.map((endpointId, index) => ({
      endpointId,
      observations: [handshakeAt({ at: minute(index), chain: [leaves[index % 12]?.der ?? root.der, root.der] })],
    }))
  await Promise.all([
    recordObservations(systemPrincipal, batch(ids)),
    recordObservations(systemPrincipal, batch(ids.toReversed())),
    recordObservations(systemPrincipal, batch([...ids.slice(6), ...ids.slice(0, 6)])),
  ])
  expect(await countRows('certificate')).toBe(13)
  expect(await countRows('presence', openPresences)).toBe(24)
})

test('text that Postgres refuses does not lose the record', async () => {
  const id = await endpoint()
  const hostile = root.issue({ commonName: 'a\0b', dns: [`nul\0.example.com`, `${'x'.repeat(5000)}.example.com`] })
  const starttls = observed({ offered: true, greeting: '220 \0\uD800 hello' })
  await record(id, { at: start, chain: [hostile.der], facts: { starttls } })
  expect(await countRows('certificate')).toBe(1)
  expect(await oneRow(`SELECT facts -> 'starttls' -> 'value' ->> 'greeting' AS greeting FROM observation`)).toEqual({
    greeting: '220 \uFFFD\uFFFD hello',
  })
})

test('bytes that are no certificate are kept beside the facts', async () => {
  const id = await endpoint()
  await record(id, { at: start, chain: [Buffer.from('garbage')] })
  const row = await oneRow(`SELECT facts -> 'unreadableCertificates' -> 0 AS kept FROM observation`)
  expect(row.kept).toMatchObject({ der: Buffer.from('garbage').toString('base64') })
  expect(await countRows('certificate')).toBe(0)
})

test('a refusal by the scope is recorded as an outcome with its rule', async () => {
  const id = await endpoint()
  const blocked = failureAt({ kind: 'blocked-by-scope', rule: 'not-allowed private' }, { at: start, address: null })
  await recordObservations(systemPrincipal, [{ endpointId: id, observations: [blocked] }])
  expect(await oneRow('SELECT last_outcome FROM endpoint')).toEqual({ last_outcome: 'blocked-by-scope' })
  expect(await oneRow('SELECT outcome, address_id FROM observation')).toEqual({
    outcome: 'blocked-by-scope',
    address_id: null,
  })
})

test('a scan that ends after a newer one undoes nothing', async () => {
  const id = await endpoint()
  await record(id, { at: minute(5), chain: [second.der] })
  const late = await record(id, { at: start, chain: [first.der] })
  expect(late.superseded).toEqual([id])
  expect(await countRows('certificate')).toBe(1)
})

test.each([
  ['behind', -3600_000],
  ['ahead', 3600_000],
])('a host whose clock is an hour %s neither loses what it sees nor shuts out what others see', async (_, off) => {
  const id = await endpoint()
  const now = Date.now()
  expect(await record(id, { at: new Date(now - 120_000), chain: [first.der] })).toMatchObject({ superseded: [] })
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => performance.timeOrigin + performance.now() + off)
  const seen = await record(id, { at: new Date(now - 60_000 + off), chain: [second.der] })
  clock.mockRestore()
  expect(seen).toMatchObject({ superseded: [] })
  const { at } = await oneRow('SELECT extract(epoch FROM last_scan_at)::float8 * 1000 AS at FROM endpoint')
  expect(Math.abs(Number(at) - (now - 60_000))).toBeLessThan(5000)
  expect(await record(id, { at: new Date(now - 30_000), chain: [first.der] })).toMatchObject({ superseded: [] })
})

test('an endpoint that fails is tried again soon, and then ever later', async () => {
  const id = await endpoint()
  const delays: number[] = []
  for (const count of [0, 1, 2, 3]) {
    const refused = failureAt({ kind: 'refused' }, { at: minute(count) })
    await recordObservations(systemPrincipal, [{ endpointId: id, observations: [refused] }])
    const row = await oneRow('SELECT extract(epoch FROM next_scan_at - now())::float8 AS delay FROM endpoint')
    delays.push(Number(row.delay))
  }
  expect(delays.map((delay) => Math.round(Math.log2(delay / 300)) + 0)).toEqual([0, 1, 2, 3])
})

test('a viewer may not record', async () => {
  const viewer = { ...systemPrincipal, role: 'viewer' } as const
  await expect(recordObservations(viewer, [])).rejects.toMatchObject({ code: 'forbidden' })
  expect((await pool().query('SELECT 1')).rowCount).toBe(1)
})
