import { expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addIdentity, oneRow } from '#lib/testing/estate.ts'
import { createEnvironment } from '../environments/change-environment.ts'
import { parseFilter } from '../filter.ts'
import { anchorFilter } from './anchor-filter.ts'
import { deleteTrustStore, setDefaultStore } from './change-trust-store.ts'
import { createTrustStore } from './create-trust-store.ts'
import { ensureRuntimeStore } from './ensure-runtime-store.ts'
import { listAnchors } from './list-anchors.ts'
import { getStoreSummary, listStoreSummaries } from './list-store-summaries.ts'
import { listStoreUses } from './list-store-uses.ts'

testDatabase('test')

const root = createRoot()

async function estate(): Promise<string> {
  return (await createTrustStore(systemPrincipal, { name: 'Estate', pem: root.pem })).id
}

test('a store that something answers to is not deleted; an unused one is', async () => {
  const id = await estate()
  const environment = { name: 'production', production: true, trustStoreId: id, policy: {} }
  const environmentId = await createEnvironment(systemPrincipal, environment)
  expect(await listStoreUses(systemPrincipal, id)).toEqual([
    { kind: 'environment', id: environmentId, name: 'production' },
  ])
  await expect(deleteTrustStore(systemPrincipal, id)).rejects.toMatchObject({ code: 'conflict' })
  await pool().query('UPDATE environment SET trust_store_id = NULL')
  await deleteTrustStore(systemPrincipal, id)
  await expect(getStoreSummary(systemPrincipal, id)).rejects.toMatchObject({ code: 'not-found' })
})

test('neither the default nor the runtime’s store is deleted', async () => {
  const runtime = await ensureRuntimeStore()
  await expect(deleteTrustStore(systemPrincipal, runtime)).rejects.toMatchObject({ code: 'conflict' })
  const id = await estate()
  await setDefaultStore(systemPrincipal, id)
  await expect(deleteTrustStore(systemPrincipal, id)).rejects.toMatchObject({ code: 'conflict' })
})

test('one store is the default, and what answers to it is judged anew', async () => {
  await ensureRuntimeStore()
  const id = await estate()
  const identityId = await addIdentity('payments.example.com')
  await pool().query('UPDATE identity SET reevaluate_at = NULL')
  await setDefaultStore(systemPrincipal, id)
  expect(
    (await listStoreSummaries(systemPrincipal)).filter((store) => store.isDefault).map((store) => store.id),
  ).toEqual([id])
  expect(await oneRow('SELECT reevaluate_at <= now() AS due FROM identity WHERE id = $1', [identityId])).toEqual({
    due: true,
  })
})

test('only administrators delete stores or choose the default', async () => {
  const id = await estate()
  const analyst = { ...systemPrincipal, role: 'analyst' } as const
  await expect(deleteTrustStore(analyst, id)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(setDefaultStore(analyst, id)).rejects.toMatchObject({ code: 'forbidden' })
})

test.each(['name', '-expiry'])('pages of anchors follow one another without a gap or a double, by %s', async (sort) => {
  const id = await ensureRuntimeStore()
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const source: Record<string, string> = { sort, limit: '50', ...(cursor === null ? {} : { cursor }) }
    const page = await listAnchors(systemPrincipal, id, parseFilter(anchorFilter, source).filter)
    seen.push(...page.rows.map((row) => row.sha256))
    cursor = page.nextCursor
    expect(page.total.count).toBe((await getStoreSummary(systemPrincipal, id)).anchors)
  } while (cursor !== null)
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toHaveLength((await getStoreSummary(systemPrincipal, id)).anchors)
})
