import { expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite } from '#lib/testing/estate.ts'
import { getOverviewRoute } from './overview.ts'

testDatabase()

async function ask(query: string, token?: string) {
  const headers = new Headers(token === undefined ? {} : { authorization: `Bearer ${token}` })
  const request = new Request(`http://localhost/api/v1/overview${query}`, { headers })
  const response = await getOverviewRoute.handler(request, { params: Promise.resolve({}) })
  return { status: response.status, body: await response.json() }
}

test('a viewer reads the numbers, each with the query of its list', async () => {
  const { token } = await createToken(systemPrincipal, { name: 'pipeline', role: 'viewer' })
  const identityId = await addIdentity('payments.example.com')
  await addEndpoint(await addSite(), { identityId })
  expect(await ask('', token)).toMatchObject({
    status: 200,
    body: {
      ladder: { identities: { count: 1 }, proven: { yes: { count: 0, query: 'retired=no&proven=yes' } } },
      coverage: { neverScanned: { count: 1 }, endpoints: { query: 'enabled=true' } },
    },
  })
  expect(await ask('?environment=production', token)).toMatchObject({
    status: 200,
    body: { ladder: { identities: { count: 0 } } },
  })
  expect(await ask('?colour=red', token)).toMatchObject({ status: 400 })
})

test('nobody else does', async () => {
  expect(await ask('')).toMatchObject({ status: 401 })
})
