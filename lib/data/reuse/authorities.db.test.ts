import { beforeAll, expect, test } from 'vitest'
import { observed } from '#lib/core/observed.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, oneRow } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { evaluateSubjects } from '../evaluation/evaluate-subjects.ts'
import { requireFilter } from '../filter.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { createTrustStore } from '../trust-stores/create-trust-store.ts'
import { reuseFilter } from './filter.ts'
import { listClusters } from './list-clusters.ts'

testDatabase()

const test1 = createRoot({ commonName: 'Test root' })
const publicRoot = createRoot({ commonName: 'Public root' })
const ids = { production: '', staging: '' }

beforeAll(async () => {
  const site = await addSite()
  const store = await createTrustStore(systemPrincipal, { name: 'test PKI', pem: test1.pem })
  await createTrustStore(systemPrincipal, { name: 'public', pem: publicRoot.pem, publicRoots: true })
  for (const name of ['production', 'staging'] as const) {
    const insert = 'INSERT INTO environment (name, production) VALUES ($1, $2) RETURNING id'
    const environmentId = String((await oneRow(insert, [name, name === 'production'])).id)
    if (name === 'staging')
      await pool().query('UPDATE environment SET trust_store_id = $2 WHERE id = $1', [environmentId, store.id])
    const identityId = await addIdentity(`${name}.example.com`, { environmentId })
    await pool().query('UPDATE identity SET trust_store_id = $2 WHERE id = $1', [identityId, store.id])
    ids[name] = await addEndpoint(site, { identityId, host: `${name}.example.com` })
    const authorities = name === 'production' ? ['CN=Test root', 'CN=Public root', 'CN=Nobody knows'] : ['CN=Test root']
    await recordObservations(systemPrincipal, [
      {
        endpointId: ids[name],
        observations: [
          handshakeAt({
            at: new Date(),
            chain: [test1.issue({ dns: [`${name}.example.com`] }).der, test1.der],
            facts: {
              mtls: observed({ verdict: 'ENFORCED', evidence: [] }),
              clientCertificateRequest: observed({ authorities, schemes: [] }),
            },
          }),
        ],
      },
    ])
  }
  await evaluateSubjects(systemPrincipal, { endpointIds: Object.values(ids), identityIds: [] })
})

const list = async (query: string) =>
  (await listClusters(systemPrincipal, requireFilter(reuseFilter, new URLSearchParams(query)))).rows

test('a CA of staging below which production stands is one cluster of both, with the finding of the check', async () => {
  expect(await list('subject=ca')).toMatchObject([
    {
      title: expect.stringContaining('Test root'),
      kinds: ['nonproduction-ca'],
      verdict: 'fault',
      endpoints: 2,
      environments: ['production', 'staging'],
      severity: 'critical',
    },
  ])
})

test('CAs for clients: public and foreign ones are faults, one on no record can’t be told', async () => {
  const rows = await list('subject=client-ca&verdict=all')
  const told = Object.fromEntries(rows.map(({ title, verdict, endpoints }) => [title, [verdict, endpoints]]))
  expect(told).toEqual({
    'CN=Public root': ['fault', 1],
    'CN=Test root': ['fault', 2],
    'CN=Nobody knows': ['unknown', 1],
  })
  expect(rows.find(({ title }) => title === 'CN=Public root')?.severity).toBe('critical')
})
