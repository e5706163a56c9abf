import { beforeEach, describe, expect, test } from 'vitest'
import { newId } from '#lib/core/ids.ts'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows, oneRow } from '#lib/testing/estate.ts'
import { bulkChangeEndpoints } from './bulk-change-endpoints.ts'
import { changeEndpoints } from './change-endpoints.ts'

testDatabase('test')

const analyst: Principal = { kind: 'token', id: 't', name: 'analyst', role: 'analyst' }
const viewer: Principal = { ...analyst, role: 'viewer' }
let a = ''
let b = ''

beforeEach(async () => {
  const site = await addSite()
  a = await addEndpoint(site, { host: 'a.example.com' })
  b = await addEndpoint(site, { host: 'b.example.com' })
})

describe('each item tells what became of it', () => {
  test('switching off what is off changes nothing; what is gone is said to be so', async () => {
    await changeEndpoints(analyst, [a], { enabled: false })
    const gone = newId()
    const { items, counts } = await bulkChangeEndpoints(analyst, { ids: [a, b, gone] }, { action: 'disable' })
    expect(items).toEqual([
      { id: a, label: 'a.example.com:443', outcome: 'unchanged' },
      { id: b, label: 'b.example.com:443', outcome: 'changed' },
      { id: gone, label: null, outcome: 'not-found' },
    ])
    expect(counts).toEqual({ changed: 1, unchanged: 1, refused: 0, 'not-found': 1 })
  })

  test('a scan takes what is switched on and names the rest', async () => {
    await changeEndpoints(analyst, [a], { enabled: false })
    const { items, scanIds } = await bulkChangeEndpoints(analyst, { ids: [a, b] }, { action: 'scan' })
    expect(items.map((item) => item.outcome)).toEqual(['refused', 'changed'])
    expect(scanIds).toHaveLength(1)
    expect(await oneRow('SELECT endpoint_id FROM scan_target')).toEqual({ endpoint_id: b })
  })

  test('what is bound by hand stays with its identity until it is handed back', async () => {
    const identityId = await addIdentity('a.example.com')
    await bulkChangeEndpoints(analyst, { ids: [a] }, { action: 'bind', identityId })
    expect(await oneRow('SELECT bound_by FROM endpoint WHERE identity_id IS NOT NULL')).toEqual({ bound_by: 'hand' })
    const back = await bulkChangeEndpoints(analyst, { ids: [a] }, { action: 'bind', identityId: null })
    expect(back.counts.changed).toBe(1)
    expect(await countRows('endpoint', 'identity_id IS NOT NULL')).toBe(0)
  })

  test('binding to an identity that there is not changes nothing', async () => {
    const bound = bulkChangeEndpoints(analyst, { ids: [a] }, { action: 'bind', identityId: newId() })
    await expect(bound).rejects.toMatchObject({ code: 'not-found' })
  })
})

test('a viewer changes nothing, and only an administrator removes', async () => {
  await expect(bulkChangeEndpoints(viewer, { ids: [a] }, { action: 'scan' })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(bulkChangeEndpoints(analyst, { ids: [a] }, { action: 'remove' })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await bulkChangeEndpoints(systemPrincipal, { ids: [a] }, { action: 'remove' })
  expect(await countRows('endpoint')).toBe(1)
})

test('what is switched on again is due at once', async () => {
  await changeEndpoints(analyst, [a], { enabled: false })
  expect(await changeEndpoints(analyst, [a, b], { enabled: true })).toBe(1)
  expect(await countRows('endpoint', `id = '${a}' AND next_scan_at <= now()`)).toBe(1)
})
