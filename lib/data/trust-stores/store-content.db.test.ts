import { createPublicKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows, oneRow } from '#lib/testing/estate.ts'
import { pkcs7Messages } from '#lib/testing/pkcs7-messages.ts'
import { setDefaultStore } from './change-trust-store.ts'
import { createTrustStore } from './create-trust-store.ts'
import { ensureRuntimeStore } from './ensure-runtime-store.ts'
import { getStoreSummary } from './list-store-summaries.ts'
import { loadStoreInputs } from './load-store-inputs.ts'
import { readSystemStore, systemStoreName } from './read-system-store.ts'
import { removeAnchors, replaceStoreContent } from './replace-store-content.ts'

testDatabase('test')

const [one, two, three] = [createRoot(), createRoot(), createRoot()]
const analyst = { ...systemPrincipal, role: 'analyst' } as const

async function anchorsOf(id: string): Promise<string[]> {
  const anchors = (await loadStoreInputs([id])).get(id)?.anchors ?? []
  return anchors.map((der) => Buffer.from(der).toString('base64')).toSorted()
}

const base64 = (...roots: readonly { readonly der: Buffer }[]) =>
  roots.map(({ der }) => der.toString('base64')).toSorted()

describe('an upload', () => {
  test.each([
    ['DER', one.der, base64(one)],
    [
      'PKCS#7',
      Buffer.from(pkcs7Messages.certificates, 'base64'),
      [pkcs7Messages.first, pkcs7Messages.second].toSorted(),
    ],
  ])('may be a file in %s', async (_, file, anchors) => {
    const { id } = await createTrustStore(systemPrincipal, { name: 'Estate', file })
    expect(await anchorsOf(id)).toEqual(anchors)
  })

  test('of more than may be is refused', async () => {
    const file = new Uint8Array(16 * 1024 * 1024 + 1).fill(0x41)
    await expect(createTrustStore(systemPrincipal, { name: 'Estate', file })).rejects.toMatchObject({
      code: 'too-large',
    })
  })
})

describe('a SPIFFE bundle', () => {
  const jwk = createPublicKey(one.pem).export({ format: 'jwk' })
  const key = { ...jwk, use: 'x509-svid', x5c: [one.der.toString('base64')] }
  const bundle = JSON.stringify({ spiffe_sequence: 12, spiffe_refresh_hint: 300, keys: [{ ...key, d: 'c2VjcmV0' }] })

  test('becomes the store of its trust domain, with its sequence as version; a private key is dropped', async () => {
    const made = await createTrustStore(systemPrincipal, { name: 'Mesh', pem: bundle, trustDomain: 'example.org' })
    expect(made).toMatchObject({ anchors: 1, privateKeysDropped: 1, problems: [] })
    expect(await getStoreSummary(systemPrincipal, made.id)).toMatchObject({
      source: 'spiffe',
      trustDomain: 'example.org',
      version: 'sequence 12, refresh every 300 s',
    })
    expect(await countRows('audit_entry', `detail::text LIKE '%c2VjcmV0%'`)).toBe(0)
  })

  test('may come as PEM, too', async () => {
    const made = await createTrustStore(systemPrincipal, { name: 'Mesh', pem: one.pem, trustDomain: 'example.org' })
    expect(await getStoreSummary(systemPrincipal, made.id)).toMatchObject({ trustDomain: 'example.org', anchors: 1 })
  })

  test.each([
    ['without a trust domain', { pem: bundle }, 'invalid-input', 'trustDomain'],
    ['of what is no trust domain', { pem: bundle, trustDomain: 'Example Org' }, 'invalid-input', 'trustDomain'],
    ['without a key for X.509-SVIDs', { pem: '{"keys":[]}', trustDomain: 'a' }, 'invalid-input', 'keys'],
  ])('%s is refused', async (_, upload, code, at) => {
    const made = createTrustStore(systemPrincipal, { name: 'Mesh', ...upload })
    await expect(made).rejects.toMatchObject({ code, problems: [{ at }] })
  })

  test('is one of its trust domain', async () => {
    await createTrustStore(systemPrincipal, { name: 'Mesh', pem: bundle, trustDomain: 'example.org' })
    const again = createTrustStore(systemPrincipal, { name: 'Other', pem: bundle, trustDomain: 'example.org' })
    await expect(again).rejects.toMatchObject({ code: 'conflict', problems: [{ at: 'trustDomain' }] })
  })
})

describe('a new content', () => {
  test('replaces the anchors or adds to them, is dated and audited, and what answers to it is due', async () => {
    const { id } = await createTrustStore(systemPrincipal, { name: 'Estate', pem: one.pem, version: '1' })
    await setDefaultStore(systemPrincipal, id)
    const identityId = await addIdentity('a.example.com')
    const endpointId = await addEndpoint(await addSite(), { identityId })
    await pool().query('UPDATE endpoint SET reevaluate_at = NULL')
    await pool().query('UPDATE identity SET reevaluate_at = NULL')

    const asOf = new Date('2026-05-06T00:00:00Z')
    const replaced = await replaceStoreContent(systemPrincipal, id, {
      pem: `${two.pem}${two.keyPem}`,
      version: '2',
      asOf,
    })
    expect(replaced).toMatchObject({ anchors: 1, added: 1, removed: 1, privateKeysDropped: 1, version: '2' })
    expect(await anchorsOf(id)).toEqual(base64(two))
    expect(await getStoreSummary(systemPrincipal, id)).toMatchObject({ version: '2', asOf })
    for (const [table, subject] of [
      ['endpoint', endpointId],
      ['identity', identityId],
    ]) {
      expect(await countRows(`${table}`, `id = '${subject}' AND reevaluate_at <= now()`)).toBe(1)
    }
    const added = await replaceStoreContent(systemPrincipal, id, { file: three.der, mode: 'add' })
    expect(added).toMatchObject({ anchors: 2, added: 1, removed: 0 })
    expect(await anchorsOf(id)).toEqual(base64(two, three))
    expect(await countRows('audit_entry', `action IN ('trust-store.replace', 'trust-store.add-anchors')`)).toBe(2)
  })

  test('needs a version of its own, for caches and verdicts tell contents apart by it', async () => {
    const { id } = await createTrustStore(systemPrincipal, { name: 'Estate', pem: one.pem, version: '1' })
    const same = replaceStoreContent(systemPrincipal, id, { pem: two.pem, version: '1' })
    await expect(same).rejects.toMatchObject({ code: 'invalid-input', problems: [{ at: 'version' }] })
  })

  test('without a certificate, by an analyst, or of the runtime’s store is refused, and nothing changes', async () => {
    const { id } = await createTrustStore(systemPrincipal, { name: 'Estate', pem: one.pem })
    const refused = (code: string) => expect.objectContaining({ code })
    await expect(replaceStoreContent(systemPrincipal, id, { pem: two.keyPem })).rejects.toEqual(
      refused('invalid-input'),
    )
    await expect(replaceStoreContent(analyst, id, { pem: two.pem })).rejects.toEqual(refused('forbidden'))
    const runtime = await ensureRuntimeStore()
    await expect(replaceStoreContent(systemPrincipal, runtime, { pem: two.pem })).rejects.toEqual(refused('conflict'))
    expect(await anchorsOf(id)).toEqual(base64(one))
  })

  test('may lack an anchor of before', async () => {
    const { id } = await createTrustStore(systemPrincipal, {
      name: 'Estate',
      pem: `${one.pem}${two.pem}`,
      version: '1',
    })
    expect(await removeAnchors(systemPrincipal, id, [one.sha256, three.sha256])).toBe(1)
    expect(await anchorsOf(id)).toEqual(base64(two))
    expect((await getStoreSummary(systemPrincipal, id)).version).not.toBe('1')
    await expect(removeAnchors(analyst, id, [two.sha256])).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('the system’s store', () => {
  const read = (...pem: string[]) => readSystemStore(systemPrincipal, new Date(), () => pem)

  test('holds what the system names, once, and moves with it', async () => {
    const first = await read(one.pem, two.pem, one.pem)
    expect(first).toMatchObject({ anchors: 2, changed: true })
    expect(await read(two.pem, one.pem)).toEqual({ ...first, changed: false })
    expect(await read(three.pem)).toEqual({ id: first.id, anchors: 1, changed: true })
    expect(await oneRow('SELECT source, name FROM trust_store')).toEqual({ source: 'system', name: systemStoreName })
  })

  test('is not made where the system names no certificates', async () => {
    await expect(read()).rejects.toMatchObject({ code: 'unavailable' })
    expect(await countRows('trust_store')).toBe(0)
  })

  test('never takes the place of an uploaded one', async () => {
    await createTrustStore(systemPrincipal, { name: systemStoreName, pem: one.pem })
    await expect(read(two.pem)).rejects.toMatchObject({ code: 'conflict' })
  })
})
