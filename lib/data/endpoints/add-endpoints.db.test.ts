import { beforeEach, describe, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addIdentity, addSite, countRows, oneRow } from '#lib/testing/estate.ts'
import { previewRules } from '../rules/preview-rules.ts'
import { saveRules } from '../rules/save-rules.ts'
import { addEndpoints, type EndpointEntry } from './add-endpoints.ts'
import { bindEndpoints } from './bind-endpoints.ts'
import { removeEndpoints } from './remove-endpoints.ts'

testDatabase('test')

let site = ''
beforeEach(async () => {
  site = await addSite()
})

function entry(host: string, change: Partial<EndpointEntry> = {}): EndpointEntry {
  return { host, port: 443, serverName: host, transport: 'tls', ...change }
}

async function identityOf(host: string) {
  return oneRow(
    'SELECT i.name, e.bound_by FROM endpoint e LEFT JOIN identity i ON i.id = e.identity_id WHERE e.host = $1',
    [host],
  )
}

test('adding twice changes nothing, and says so per entry', async () => {
  const entries = [entry('a.example.com'), entry('b.example.com'), entry('a.example.com')]
  const first = await addEndpoints(systemPrincipal, site, entries)
  expect(first.map((one) => one.state)).toEqual(['added', 'added', 'known'])
  expect(first[0]?.endpointId).toBe(first[2]?.endpointId)
  const again = await addEndpoints(systemPrincipal, site, entries)
  expect(again.map((one) => one.state)).toEqual(['known', 'known', 'known'])
  expect(await countRows('endpoint')).toBe(2)
  expect(await countRows('audit_entry')).toBe(1)
})

test('an entry makes the identity and the environment that it names, and fills gaps only', async () => {
  const identity = { kind: 'dns', name: 'a.example.com', owner: 'payments', environment: 'production' } as const
  await addEndpoints(systemPrincipal, site, [entry('a.example.com', { identity })], {
    boundBy: 'import',
    origin: 'import',
  })
  await addEndpoints(systemPrincipal, site, [entry('a2.example.com', { identity: { ...identity, owner: 'others' } })])
  expect(
    await oneRow(
      'SELECT i.owner, i.origin, i.endpoint_count, v.name, v.production FROM identity i JOIN environment v ON v.id = i.environment_id',
    ),
  ).toEqual({ owner: 'payments', origin: 'import', endpoint_count: 2, name: 'production', production: true })
})

describe('rules', () => {
  const rules = [
    { hostPattern: '*.pay.example.com', identityName: 'spiffe://example.com/pay/{label1}' },
    { hostPattern: '**.example.com', identityName: '{host}', owner: 'platform' },
  ]
  const hosts = ['api.pay.example.com', 'x.api.pay.example.com', 'other.test']

  test('bind what they match: the first wins, the rest stays without', async () => {
    await addEndpoints(
      systemPrincipal,
      site,
      hosts.map((host) => entry(host)),
    )
    expect(await previewRules(systemPrincipal, rules)).toMatchObject({ endpoints: 3, kept: 0, changed: 2, unbound: 1 })
    expect(await countRows('identity')).toBe(0)
    expect((await saveRules(systemPrincipal, rules)).changed).toBe(2)
    expect(await identityOf('api.pay.example.com')).toEqual({ name: 'spiffe://example.com/pay/api', bound_by: 'rule' })
    expect(await identityOf('x.api.pay.example.com')).toEqual({ name: 'x.api.pay.example.com', bound_by: 'rule' })
    expect(await identityOf('other.test')).toEqual({ name: null, bound_by: null })
  })

  test('in another order bind otherwise, and removed ones let go', async () => {
    await addEndpoints(
      systemPrincipal,
      site,
      hosts.map((host) => entry(host)),
    )
    const saved = await saveRules(systemPrincipal, rules)
    await saveRules(systemPrincipal, saved.rules.toReversed())
    expect(await identityOf('api.pay.example.com')).toEqual({ name: 'api.pay.example.com', bound_by: 'rule' })
    expect(await countRows('identity_rule')).toBe(2)
    await saveRules(systemPrincipal, [])
    expect(await identityOf('api.pay.example.com')).toEqual({ name: null, bound_by: null })
  })

  test('bind new endpoints, and leave bindings by hand and by import', async () => {
    await saveRules(systemPrincipal, rules)
    const identity = { kind: 'dns', name: 'imported.test' } as const
    await addEndpoints(systemPrincipal, site, [entry('api.pay.example.com', { identity }), entry('web.example.com')], {
      boundBy: 'import',
      origin: 'import',
    })
    expect(await identityOf('api.pay.example.com')).toEqual({ name: 'imported.test', bound_by: 'import' })
    expect(await identityOf('web.example.com')).toEqual({ name: 'web.example.com', bound_by: 'rule' })

    const { id } = await oneRow('SELECT id FROM endpoint WHERE host = $1', ['web.example.com'])
    const byHand = await addIdentity('by-hand.test')
    await bindEndpoints(systemPrincipal, [String(id)], byHand)
    await saveRules(systemPrincipal, rules)
    expect(await identityOf('web.example.com')).toEqual({ name: 'by-hand.test', bound_by: 'hand' })
    await addEndpoints(systemPrincipal, site, [entry('web.example.com', { identity })], {
      boundBy: 'import',
      origin: 'import',
    })
    expect(await identityOf('web.example.com')).toEqual({ name: 'by-hand.test', bound_by: 'hand' })
    await bindEndpoints(systemPrincipal, [String(id)], null)
    expect(await identityOf('web.example.com')).toEqual({ name: 'web.example.com', bound_by: 'rule' })
  })

  test('that can not be read are refused with their place', async () => {
    const bad = [...rules, { hostPattern: 'a b', identityName: 'spiffe://UPPER/x' }]
    await expect(saveRules(systemPrincipal, bad)).rejects.toMatchObject({
      code: 'invalid-input',
      problems: [{ at: 'rules.2.hostPattern' }, { at: 'rules.2.identityName' }],
    })
  })
})

test('removing an endpoint takes its verdicts and findings along, and the identity knows', async () => {
  const identityId = await addIdentity('a.example.com')
  const [added] = await addEndpoints(systemPrincipal, site, [
    entry('a.example.com', { identity: { kind: 'dns', name: 'a.example.com' } }),
  ])
  const id = added?.endpointId ?? ''
  expect(await countRows('verdict', `subject_id = '${id}'`)).toBeGreaterThan(0)
  await removeEndpoints(systemPrincipal, [id])
  expect(await countRows('verdict', `subject_id = '${id}'`)).toBe(0)
  expect(await oneRow('SELECT endpoint_count FROM identity WHERE id = $1', [identityId])).toEqual({ endpoint_count: 0 })
})

test('viewers change nothing', async () => {
  const viewer = { ...systemPrincipal, role: 'viewer' } as const
  const refused = { code: 'forbidden' }
  await expect(addEndpoints(viewer, site, [])).rejects.toMatchObject(refused)
  await expect(saveRules(viewer, [])).rejects.toMatchObject(refused)
  await expect(bindEndpoints(viewer, [], null)).rejects.toMatchObject(refused)
  await expect(removeEndpoints({ ...viewer, role: 'analyst' }, [])).rejects.toMatchObject(refused)
  expect((await pool().query('SELECT 1 FROM audit_entry')).rowCount).toBe(0)
})
