import { beforeAll, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, oneRow } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { evaluateSubjects } from '../evaluation/evaluate-subjects.ts'
import { requireFilter } from '../filter.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { reuseFilter } from './filter.ts'
import { countClustersByKind, listClusters } from './list-clusters.ts'

testDatabase()

const now = new Date()
const root = createRoot()
const shared = root.issue({ dns: ['a.example.com', 'b.example.com'] })
const replicas = root.issue({ dns: ['r.example.com'] })
const wild = root.issue({ dns: ['*.example.com'] })
const lone = root.issue({ dns: ['lone.example.com'] })

async function environment(name: string, production: boolean): Promise<string> {
  return String(
    (await oneRow('INSERT INTO environment (name, production) VALUES ($1, $2) RETURNING id', [name, production])).id,
  )
}

beforeAll(async () => {
  const [production, staging] = [await environment('production', true), await environment('staging', false)]
  const site = await addSite()
  const a = await addIdentity('a.example.com', { environmentId: production, owner: 'payments' })
  const b = await addIdentity('b.example.com', { environmentId: staging, owner: 'platform' })
  const r = await addIdentity('r.example.com', { environmentId: production, owner: 'payments' })
  const endpointIds: string[] = []
  const seen = async (der: Buffer, identityId?: string) => {
    const endpointId = await addEndpoint(site, identityId === undefined ? {} : { identityId })
    endpointIds.push(endpointId)
    await recordObservations(systemPrincipal, [
      {
        endpointId,
        observations: [handshakeAt({ at: new Date(now.getTime() - 0.01 * dayMs), chain: [der, root.der] })],
      },
    ])
  }
  await seen(shared.der, a)
  await seen(shared.der, b)
  await seen(replicas.der, r)
  await seen(replicas.der, r)
  await seen(wild.der, r)
  await seen(wild.der)
  await seen(lone.der, a)
  await evaluateSubjects(systemPrincipal, { endpointIds, identityIds: [] }, now)
})

const list = (query: string) => listClusters(systemPrincipal, requireFilter(reuseFilter, new URLSearchParams(query)))

test('lists', async () => {
  const page = await list('verdict=all')
  console.log(page.rows, page.total)
  expect(page.rows).toHaveLength(3)
  console.log(await countClustersByKind(systemPrincipal, requireFilter(reuseFilter, {})))
})
