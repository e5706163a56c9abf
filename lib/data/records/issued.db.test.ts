import { beforeAll, expect, test } from 'vitest'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { requireFilter } from '../filter.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { bindIssued, removeIssued } from './bind-issued.ts'
import { importIssued } from './import-issued.ts'
import { issuedFilter } from './issued-filter.ts'
import { countIssued, exportIssued, listIssued } from './list-issued.ts'

testDatabase()

const viewer: Principal = { kind: 'user', id: 'v', name: 'Vera', role: 'viewer' }
const root = createRoot()
const pay = root.issue({ dns: ['www.example.com', 'pay.example.com'] })
const svid = root.issue({ uris: ['spiffe://estate/pay'] })
const stranger = root.issue({ dns: ['stranger.example.com'] })
const wild = root.issue({ dns: ['*.example.com'] })
const ids = { pay: '', svid: '' }

beforeAll(async () => {
  ids.pay = await addIdentity('pay.example.com')
  ids.svid = await addIdentity('spiffe://estate/pay', { kind: 'spiffe' })
})

const filterOf = (query: string) => requireFilter(issuedFilter, new URLSearchParams(query))
const list = async (query: string) => (await listIssued(systemPrincipal, filterOf(query))).rows

test('each certificate of a file is told of, and bound by a name that stands in it exactly', async () => {
  const broken = '-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n'
  const file = Buffer.from(pay.pem + svid.pem + stranger.pem + wild.pem + broken)
  const imported = await importIssued(systemPrincipal, { file, source: 'import' })
  expect(imported).toMatchObject({ recorded: 4, known: 0 })
  expect(Object.fromEntries(imported.items.map(({ sha256, identity }) => [sha256, identity]))).toMatchObject({
    [pay.sha256]: 'pay.example.com',
    [svid.sha256]: 'spiffe://estate/pay',
    [stranger.sha256]: null,
    [wild.sha256]: null,
  })
  expect(await importIssued(systemPrincipal, { file, source: 'import' })).toMatchObject({ recorded: 0, known: 4 })
  expect(await importIssued(systemPrincipal, { file: pay.der, source: 'api' })).toMatchObject({ recorded: 1 })
  expect(await list('q=pay.example')).toMatchObject([{ sha256: pay.sha256, sources: ['api', 'import'] }])
})

test('served and not served are parted, and a record is no sighting', async () => {
  expect(await list('seen=true')).toEqual([])
  const at = new Date()
  const endpointId = await addEndpoint(await addSite(), { identityId: ids.pay })
  await recordObservations(systemPrincipal, [
    { endpointId, observations: [handshakeAt({ at, chain: [pay.der, root.der] })] },
  ])
  expect(await list('served=true')).toMatchObject([{ sha256: pay.sha256, endpoints: 1, firstServedAt: at }])
  for (const query of [
    'served=true',
    'served=false',
    'seen=true',
    'seen=false',
    'bound=true',
    'bound=false',
    'source=api',
    '',
  ]) {
    const rows = await list(query)
    expect(await countIssued(systemPrincipal, filterOf(query))).toEqual({ count: rows.length, exact: true })
    const exported = await Array.fromAsync(exportIssued(systemPrincipal, filterOf(query)))
    expect(exported).toEqual(rows)
  }
  expect((await list('served=true')).length + (await list('served=false')).length).toBe((await list('')).length)
})

test('CT entries as JSON lines are read where the usual sources have the certificate', async () => {
  const length = Buffer.alloc(3)
  const logged = root.issue({ dns: ['logged.example.com'] })
  const streamed = root.issue({ dns: ['streamed.example.com'] })
  length.writeUIntBE(logged.der.byteLength, 0, 3)
  const leafInput = Buffer.concat([Buffer.alloc(12), length, logged.der, Buffer.alloc(2)]).toString('base64')
  const lines = [
    { leaf_input: leafInput, extra_data: '' },
    { data: { leaf_cert: { as_der: streamed.der.toString('base64') } } },
    { pem: pay.pem },
    { name: 'nothing' },
  ]
  const file = Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'))
  const { recorded, problems, items } = await importIssued(systemPrincipal, { file, source: 'ct' })
  expect(recorded).toBe(3)
  expect(items.map(({ sha256 }) => sha256)).toEqual([logged.sha256, streamed.sha256, pay.sha256])
  expect(problems).toEqual([{ at: 'line 4', problem: expect.stringContaining('no certificate') }])
})

test('by hand: bound, unbound, taken back; each in the activity log', async () => {
  const [row] = await list('q=stranger')
  await bindIssued(systemPrincipal, row?.id ?? '', ids.svid)
  expect(await list('q=stranger')).toMatchObject([{ identity: 'spiffe://estate/pay' }])
  await bindIssued(systemPrincipal, row?.id ?? '', null)
  expect(await list('q=stranger')).toMatchObject([{ identity: null }])
  await removeIssued(systemPrincipal, row?.id ?? '')
  expect(await list('q=stranger')).toEqual([])
  expect(await countRows('audit_entry', `object_type = 'issued-certificate' AND object_id = '${row?.id}'`)).toBe(3)
})

test('a viewer neither records, binds nor takes back; what there is not is told', async () => {
  const [row] = await list('q=pay.example')
  const id = row?.id ?? ''
  const forbidden = { code: 'forbidden' }
  await expect(importIssued(viewer, { file: pay.der, source: 'import' })).rejects.toMatchObject(forbidden)
  await expect(bindIssued(viewer, id, null)).rejects.toMatchObject(forbidden)
  await expect(removeIssued(viewer, id)).rejects.toMatchObject(forbidden)
  expect((await listIssued(viewer, filterOf(''))).rows.length).toBeGreaterThan(0)
  await expect(bindIssued(systemPrincipal, 'no-id', null)).rejects.toMatchObject({ code: 'not-found' })
  await expect(
    importIssued(systemPrincipal, { file: pay.der, source: 'api', identity: 'nobody.example.com' }),
  ).rejects.toMatchObject({ code: 'not-found' })
  await expect(importIssued(systemPrincipal, { file: Buffer.from('nothing'), source: 'import' })).rejects.toMatchObject(
    { code: 'invalid-input' },
  )
})
