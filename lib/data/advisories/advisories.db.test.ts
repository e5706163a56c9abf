import { beforeEach, describe, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite, countRows } from '#lib/testing/estate.ts'
import { parseFilter } from '../filter.ts'
import { addDistrust, changeDistrust, removeDistrust } from '../trust-stores/change-distrust.ts'
import { setDefaultStore } from '../trust-stores/change-trust-store.ts'
import { createTrustStore } from '../trust-stores/create-trust-store.ts'
import { distrustFilter } from '../trust-stores/distrust-filter.ts'
import { listDistrust } from '../trust-stores/list-distrust.ts'
import { loadStoreInputs } from '../trust-stores/load-store-inputs.ts'
import { importAdvisory, withdrawAdvisory } from './import-advisory.ts'
import { getAdvisory, listAdvisories } from './list-advisories.ts'
import { previewAdvisory } from './preview-advisory.ts'

testDatabase('test')

const root = createRoot({ commonName: 'Distrusted CA' })
const other = createRoot()
const analyst = { ...systemPrincipal, role: 'analyst' } as const
let publicId: string
let privateId: string

beforeEach(async () => {
  publicId = (
    await createTrustStore(systemPrincipal, { name: 'Web', pem: `${root.pem}${other.pem}`, publicRoots: true })
  ).id
  privateId = (await createTrustStore(systemPrincipal, { name: 'Estate', pem: root.pem })).id
})

function file(change: object = {}, entry: object = {}): string {
  const entries = [{ certificate: root.pem, effectiveAt: '2026-01-31', reason: 'Lost its audit', ...entry }]
  return JSON.stringify({ title: 'Distrust', source: 'A browser', publishedAt: '2026-01-01', entries, ...change })
}

async function entriesOf(storeId: string) {
  const { rows } = await listDistrust(systemPrincipal, storeId, parseFilter(distrustFilter, {}).filter)
  return rows.map(({ spkiSha256, effectiveAt, advisory }) => ({
    spkiSha256,
    day: effectiveAt.toISOString().slice(0, 10),
    advisory: advisory?.title ?? null,
  }))
}

const entry = { spkiSha256: root.spkiSha256, day: '2026-01-31', advisory: 'Distrust' }
const byHand = {
  spkiSha256: root.spkiSha256,
  effectiveAt: new Date('2026-03-01'),
  source: 'us',
  reason: 'ours',
}

describe('an advisory', () => {
  test('for public roots distrusts its keys in every public store, and in those made later', async () => {
    const imported = await importAdvisory(systemPrincipal, file(), 'public')
    expect(imported).toMatchObject({ changed: true, stores: 1 })
    expect([await entriesOf(publicId), await entriesOf(privateId)]).toEqual([[entry], []])
    const later = await createTrustStore(systemPrincipal, { name: 'Later', pem: root.pem, publicRoots: true })
    expect(await entriesOf(later.id)).toEqual([entry])
    expect((await loadStoreInputs([later.id])).get(later.id)?.anchors).toEqual([])
  })

  test('is imported once, and widened to another store', async () => {
    const { id } = await importAdvisory(systemPrincipal, file(), 'public')
    expect(await importAdvisory(systemPrincipal, file(), 'public')).toMatchObject({ id, changed: false, stores: 0 })
    expect(await importAdvisory(systemPrincipal, file(), privateId)).toMatchObject({ id, changed: true, stores: 1 })
    expect(await entriesOf(privateId)).toEqual([entry])
    expect(await listAdvisories(systemPrincipal)).toMatchObject([
      { id, keys: 1, everyPublicStore: true, stores: [{ name: 'Estate' }, { name: 'Web' }] },
    ])
    expect(await countRows('audit_entry', `object_type = 'advisory'`)).toBe(2)
  })

  test('is withdrawn with its entries, and what another says of the key stands again', async () => {
    const first = await importAdvisory(systemPrincipal, file(), 'public')
    await importAdvisory(systemPrincipal, file({ title: 'Later' }, { effectiveAt: '2026-06-01' }), 'public')
    expect(await entriesOf(publicId)).toEqual([entry])
    await withdrawAdvisory(systemPrincipal, first.id)
    expect(await entriesOf(publicId)).toEqual([{ ...entry, day: '2026-06-01', advisory: 'Later' }])
    await expect(getAdvisory(systemPrincipal, first.id)).rejects.toMatchObject({ code: 'not-found' })
    const [left] = await listAdvisories(systemPrincipal)
    await withdrawAdvisory(systemPrincipal, left?.id ?? '')
    expect(await countRows('distrust_entry')).toBe(0)
  })

  test('leaves entries by hand alone, and steps in where one is taken back', async () => {
    const entryId = await addDistrust(systemPrincipal, publicId, byHand)
    await importAdvisory(systemPrincipal, file(), 'public')
    expect(await entriesOf(publicId)).toEqual([{ ...entry, day: '2026-03-01', advisory: null }])
    await removeDistrust(systemPrincipal, publicId, entryId)
    expect(await entriesOf(publicId)).toEqual([entry])
  })

  test('makes what answers to its stores due', async () => {
    const endpointId = await addEndpoint(await addSite())
    const due = () => countRows('endpoint', `id = '${endpointId}' AND reevaluate_at <= now()`)
    const settle = () => pool().query('UPDATE endpoint SET reevaluate_at = NULL')
    await setDefaultStore(systemPrincipal, privateId)
    await settle()
    const { id } = await importAdvisory(systemPrincipal, file(), 'public')
    expect(await due()).toBe(0)
    await importAdvisory(systemPrincipal, file(), privateId)
    expect(await due()).toBe(1)
    await settle()
    await withdrawAdvisory(systemPrincipal, id)
    expect(await due()).toBe(1)
  })

  test('is previewed with the anchors and certificates that carry its keys; nothing is written', async () => {
    await addDistrust(systemPrincipal, publicId, byHand)
    const preview = await previewAdvisory(systemPrincipal, file(), 'public')
    expect(preview).toMatchObject({
      title: 'Distrust',
      importedAs: null,
      stores: [{ id: publicId }],
      entries: [
        {
          subject: 'CN=Distrusted CA',
          anchors: [
            { storeName: 'Estate', inScope: false },
            { storeName: 'Web', inScope: true },
          ],
          certificateCount: 1,
          certificates: [{ sha256: root.sha256 }],
          endpoints: 0,
          already: [{ storeName: 'Web', effectiveAt: new Date('2026-03-01'), byHand: true }],
        },
      ],
    })
    expect(await countRows('advisory')).toBe(0)
  })

  test('is imported and withdrawn by administrators alone, into stores that there are', async () => {
    const refused = { code: 'forbidden' }
    await expect(importAdvisory(analyst, file(), 'public')).rejects.toMatchObject(refused)
    await expect(previewAdvisory(analyst, file(), 'public')).rejects.toMatchObject(refused)
    const { id } = await importAdvisory(systemPrincipal, file(), 'public')
    await expect(withdrawAdvisory(analyst, id)).rejects.toMatchObject(refused)
    const nowhere = importAdvisory(systemPrincipal, file(), '00000000-0000-4000-8000-000000000000')
    await expect(nowhere).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('an entry by hand', () => {
  test('is made, said anew and taken back, each time audited', async () => {
    const { spkiSha256: _key, ...said } = byHand
    const id = await addDistrust(systemPrincipal, privateId, { certificate: root.pem, ...said })
    expect((await getOnly(privateId))?.subject).toBe('CN=Distrusted CA')
    await expect(addDistrust(systemPrincipal, privateId, byHand)).rejects.toMatchObject({ code: 'conflict' })
    await changeDistrust(systemPrincipal, privateId, id, { ...said, effectiveAt: new Date('2027-01-01') })
    expect(await entriesOf(privateId)).toEqual([{ ...entry, day: '2027-01-01', advisory: null }])
    await removeDistrust(systemPrincipal, privateId, id)
    expect(await entriesOf(privateId)).toEqual([])
    expect(await countRows('audit_entry', `action LIKE 'trust-store.%distrust'`)).toBe(3)
  })

  test('of an advisory is neither changed nor removed by itself', async () => {
    await importAdvisory(systemPrincipal, file(), 'public')
    const id = (await getOnly(publicId))?.id ?? ''
    await expect(removeDistrust(systemPrincipal, publicId, id)).rejects.toMatchObject({ code: 'conflict' })
    await expect(removeDistrust(systemPrincipal, privateId, id)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('names a key in one of two ways', async () => {
    const both = { ...byHand, certificate: root.pem }
    await expect(addDistrust(systemPrincipal, privateId, both)).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(addDistrust(analyst, privateId, byHand)).rejects.toMatchObject({ code: 'forbidden' })
  })
})

async function getOnly(storeId: string) {
  const { rows } = await listDistrust(systemPrincipal, storeId, parseFilter(distrustFilter, {}).filter)
  return rows[0]
}
