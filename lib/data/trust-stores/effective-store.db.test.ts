import { beforeEach, describe, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, oneRow } from '#lib/testing/estate.ts'
import { saveEnvironment } from '../environments/save-environment.ts'
import { saveRules } from '../rules/save-rules.ts'
import { setDefaultStore } from './change-trust-store.ts'
import { createTrustStore } from './create-trust-store.ts'
import { endpointStoreId, endpointStoreTables } from './effective-store.ts'
import { findStoreForIdentity } from './find-store-for-identity.ts'

testDatabase('test')

const { pem } = createRoot()
const stores = new Map<string, string>()
let siteId: string
let environmentId: string

const storeId = (name: string) => stores.get(name) ?? ''

beforeEach(async () => {
  stores.clear()
  for (const name of ['default', 'environment', 'rule', 'trust-domain', 'identity']) {
    const trustDomain = name === 'trust-domain' ? { trustDomain: 'example.org' } : {}
    stores.set(name, (await createTrustStore(systemPrincipal, { name, pem, ...trustDomain })).id)
  }
  await setDefaultStore(systemPrincipal, storeId('default'))
  siteId = await addSite()
  const trustStoreId = storeId('environment')
  environmentId = await saveEnvironment(systemPrincipal, { name: 'production', production: true, trustStoreId })
})

async function storeOfEndpoint(id: string): Promise<unknown> {
  const query = `SELECT (SELECT name FROM trust_store WHERE id = ${endpointStoreId}) AS name FROM ${endpointStoreTables} WHERE e.id = $1`
  return (await oneRow(query, [id])).name
}

async function bindByRule(hostPattern: string, identityName: string): Promise<void> {
  await saveRules(systemPrincipal, [{ hostPattern, identityName, trustStoreId: storeId('rule') }])
}

const originOf = async (id: string) => (await findStoreForIdentity(systemPrincipal, id))?.from

describe('the store that counts', () => {
  test('is the default for an endpoint that belongs to nobody', async () => {
    expect(await storeOfEndpoint(await addEndpoint(siteId))).toBe('default')
  })

  test('is the environment’s, before it the rule’s, before it the identity’s own', async () => {
    const identityId = await addIdentity('a.example.com', { environmentId })
    const bound = await addEndpoint(siteId, { host: 'a.example.com', identityId })
    expect([await storeOfEndpoint(bound), await originOf(identityId)]).toEqual(['environment', 'environment'])
    const byRule = await addEndpoint(siteId, { host: 'b.example.com' })
    await bindByRule('b.example.com', 'a.example.com')
    expect(await originOf(identityId)).toBe('rule')
    // What a hand bound is no matter of the rule's.
    expect([await storeOfEndpoint(byRule), await storeOfEndpoint(bound)]).toEqual(['rule', 'environment'])
    await pool().query('UPDATE identity SET trust_store_id = $1', [storeId('identity')])
    expect([await storeOfEndpoint(byRule), await storeOfEndpoint(bound)]).toEqual(['identity', 'identity'])
    expect(await originOf(identityId)).toBe('identity')
  })

  test('is the trust domain’s for a SPIFFE identity, whatever rule and environment say', async () => {
    const identityId = await addIdentity('spiffe://example.org/a', { kind: 'spiffe', environmentId })
    const endpointId = await addEndpoint(siteId, { host: 'a.mesh' })
    await bindByRule('a.mesh', 'spiffe://example.org/a')
    expect([await storeOfEndpoint(endpointId), await originOf(identityId)]).toEqual(['trust-domain', 'trust-domain'])
    await pool().query('UPDATE identity SET trust_store_id = $1', [storeId('identity')])
    expect([await storeOfEndpoint(endpointId), await originOf(identityId)]).toEqual(['identity', 'identity'])
  })

  test('is not that of another trust domain, however it begins', async () => {
    for (const name of ['spiffe://example.org.evil/a', 'spiffe://other/example.org']) {
      const identityId = await addIdentity(name, { kind: 'spiffe' })
      expect(await storeOfEndpoint(await addEndpoint(siteId, { identityId }))).toBe('default')
    }
  })
})

describe('a change of who answers to what', () => {
  const due = async (table: 'endpoint' | 'identity', id: string) =>
    (await oneRow(`SELECT COALESCE(reevaluate_at <= now(), false) AS due FROM ${table} WHERE id = $1`, [id])).due
  const settle = () =>
    pool()
      .query('UPDATE endpoint SET reevaluate_at = NULL')
      .then(() => pool().query('UPDATE identity SET reevaluate_at = NULL'))

  test('by a new bundle of a trust domain makes its identities due, and no others', async () => {
    const identityId = await addIdentity('spiffe://mesh.test/a', { kind: 'spiffe' })
    const endpointId = await addEndpoint(siteId, { identityId })
    const other = await addIdentity('b.example.com')
    await settle()
    await createTrustStore(systemPrincipal, { name: 'mesh', pem, trustDomain: 'mesh.test' })
    expect([
      await due('identity', identityId),
      await due('endpoint', endpointId),
      await due('identity', other),
    ]).toEqual([true, true, false])
  })

  test('by a rule that names another store judges what it bound anew', async () => {
    const endpointId = await addEndpoint(siteId, { host: 'b.example.com' })
    const [rule] = (await saveRules(systemPrincipal, [{ hostPattern: 'b.example.com', identityName: '{host}' }])).rules
    await pool().query(`UPDATE endpoint SET evaluated_at = 'epoch'`)
    const saved = await saveRules(systemPrincipal, [{ ...rule, trustStoreId: storeId('rule') }])
    expect(saved).toMatchObject({ changed: 0, rules: [{ trustStoreId: storeId('rule') }] })
    expect(await oneRow(`SELECT evaluated_at > 'epoch' AS anew FROM endpoint WHERE id = $1`, [endpointId])).toEqual({
      anew: true,
    })
  })
})

test('a rule that names a store that there is not is refused', async () => {
  const rule = { hostPattern: 'a', identityName: 'a', trustStoreId: '00000000-0000-4000-8000-000000000000' }
  await expect(saveRules(systemPrincipal, [rule])).rejects.toMatchObject({ code: 'invalid-input' })
})
