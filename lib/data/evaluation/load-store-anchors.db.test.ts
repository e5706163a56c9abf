import { expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { readTogether } from '../read-together.ts'
import { createTrustStore } from '../trust-stores/create-trust-store.ts'
import { type AnchorRow, storeAnchors, toStoreAnchors } from './load-store-anchors.ts'

testDatabase('test')

const [shared, own] = [createRoot({ commonName: 'Shared Root' }), createRoot({ commonName: 'Own Root' })]

async function anchorsOf(storeIds: readonly string[]) {
  const { anchors } = await readTogether<{ anchors: AnchorRow }>(pool(), { anchors: storeAnchors() }, [storeIds])
  return toStoreAnchors(anchors)
}

async function assign(name: string, production: boolean, storeId: string) {
  await pool().query('INSERT INTO environment (name, production, trust_store_id) VALUES ($1, $2, $3)', [
    name,
    production,
    storeId,
  ])
}

test('an anchor belongs to the environments whose own store holds its key', async () => {
  const production = await createTrustStore(systemPrincipal, { name: 'Production', pem: shared.pem + own.pem })
  const staging = await createTrustStore(systemPrincipal, { name: 'Staging', pem: shared.pem })
  await assign('production', true, production.id)
  await assign('staging', false, staging.id)
  await pool().query(
    `INSERT INTO distrust_entry (trust_store_id, spki_sha256, effective_at, source, reason)
     SELECT $1, spki_sha256, '2026-01-01', 'vendor', 'key lost' FROM certificate WHERE subject LIKE '%Own Root%'`,
    [production.id],
  )
  const found = (await anchorsOf([production.id])).get(production.id) ?? []
  expect(found.map(({ subject, environments }) => [subject, environments.map(({ name }) => name).toSorted()])).toEqual([
    [expect.stringContaining('Own Root'), ['production']],
    [expect.stringContaining('Shared Root'), ['production', 'staging']],
  ])
  expect(found[0]).toMatchObject({ distrustedFrom: new Date('2026-01-01'), distrustReason: 'key lost (vendor)' })
})

test('roots that come with the runtime are nobody’s choice', async () => {
  const { id } = await createTrustStore(systemPrincipal, { name: 'Roots', pem: own.pem })
  await pool().query(`UPDATE trust_store SET source = 'runtime'`)
  expect((await anchorsOf([id])).size).toBe(0)
})
