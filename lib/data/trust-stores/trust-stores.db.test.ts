import { rootCertificates } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addIdentity, countRows, oneRow } from '#lib/testing/estate.ts'
import { saveEnvironment } from '../environments/save-environment.ts'
import { updateIdentity } from '../identities/save-identity.ts'
import { createTrustStore } from './create-trust-store.ts'
import { ensureRuntimeStore } from './ensure-runtime-store.ts'
import { findStoreForIdentity } from './find-store-for-identity.ts'
import { loadStoreInputs } from './load-store-inputs.ts'

testDatabase('test')

const root = createRoot()

describe('the store of the public roots', () => {
  test('holds what the runtime carries, once, whoever asks at once, and is the default', async () => {
    const ids = await Promise.all([ensureRuntimeStore(), ensureRuntimeStore(), ensureRuntimeStore()])
    expect(new Set(ids).size).toBe(1)
    expect(await countRows('trust_anchor')).toBe(rootCertificates.length)
    expect(await oneRow('SELECT version, is_default, public_roots FROM trust_store')).toEqual({
      version: `node ${process.version}`,
      is_default: true,
      public_roots: true,
    })
  })
})

describe('an uploaded store', () => {
  test('is made of the certificates; a private key among them is dropped, told, and not stored', async () => {
    const made = await createTrustStore(systemPrincipal, { name: 'Estate', pem: `${root.keyPem}\n${root.pem}` })
    expect(made).toMatchObject({ anchors: 1, privateKeysDropped: 1, problems: [] })
    const stores = await loadStoreInputs([made.id])
    expect(stores.get(made.id)?.anchors.map((der) => Buffer.from(der))).toEqual([root.der])
    expect(await countRows('audit_entry', `detail::text LIKE '%PRIVATE%'`)).toBe(0)
  })

  test.each([
    ['', 'the input is empty'],
    [root.keyPem, 'a private key, which was dropped, and no certificate'],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', ''],
  ])('without a certificate is refused', async (pem, problem) => {
    await expect(createTrustStore(systemPrincipal, { name: 'Estate', pem })).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining(problem),
    })
    expect(await countRows('trust_store')).toBe(0)
  })

  test('needs a name of its own, and an administrator', async () => {
    await createTrustStore(systemPrincipal, { name: 'Estate', pem: root.pem })
    const again = createTrustStore(systemPrincipal, { name: 'Estate', pem: root.pem })
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
    const analyst = { ...systemPrincipal, role: 'analyst' } as const
    await expect(createTrustStore(analyst, { name: 'Mine', pem: root.pem })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

test('an identity answers to its own store, else to its environment’s, else to the default', async () => {
  const identityId = await addIdentity('payments.example.com')
  const storeOf = async () => (await findStoreForIdentity(systemPrincipal, identityId))?.from ?? null
  expect(await storeOf()).toBeNull()
  await ensureRuntimeStore()
  expect(await storeOf()).toBe('default')
  const store = await createTrustStore(systemPrincipal, { name: 'Estate', pem: root.pem })
  const environmentId = await saveEnvironment(systemPrincipal, {
    name: 'production',
    production: true,
    trustStoreId: store.id,
  })
  await updateIdentity(systemPrincipal, identityId, { environmentId })
  expect(await storeOf()).toBe('environment')
  await updateIdentity(systemPrincipal, identityId, { trustStoreId: store.id })
  expect(await storeOf()).toBe('identity')
})

test('a key that is distrusted from today anchors nothing', async () => {
  const { id } = await createTrustStore(systemPrincipal, { name: 'Estate', pem: root.pem, version: '7' })
  const input = async (now?: Date) => (await loadStoreInputs([id], now)).get(id)
  expect(await input()).toMatchObject({ version: '7' })
  await pool().query(
    `INSERT INTO distrust_entry (trust_store_id, spki_sha256, effective_at, source, reason) VALUES ($1, decode($2, 'hex'), now(), 'test', 'test')`,
    [id, root.spkiSha256],
  )
  expect((await input())?.anchors).toEqual([])
  // Scanners keep what they read of a store by its version.
  expect((await input())?.version).toMatch(/^7 without [0-9a-f]{12}$/)
  expect((await input())?.version).toBe((await input())?.version)
  expect(await input(new Date(0))).toMatchObject({ version: '7', anchors: [expect.anything()] })
})
