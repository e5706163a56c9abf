import { beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/core/ids.ts'
import { type Role, roles, systemPrincipal } from '#lib/core/principal.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite, countRows } from '#lib/testing/estate.ts'
import type { Route } from '../define-route.ts'
import {
  bulkChangeIdentitiesRoute,
  createIdentityRoute,
  exportIdentitiesRoute,
  getIdentityRoute,
  identityRoutes,
  listIdentitiesRoute,
  listIdentityVerdictsRoute,
  previewPolicyRoute,
  updateIdentityRoute,
} from './identities.ts'

testDatabase()

const tokens = new Map<Role, string>()
let id: string

beforeAll(async () => {
  for (const role of roles) tokens.set(role, (await createToken(systemPrincipal, { name: role, role })).token)
  const { body } = await ask(createIdentityRoute, {
    as: 'analyst',
    body: { name: 'payments.example.com', owner: '=team' },
  })
  id = body.id
  await addEndpoint(await addSite(), { identityId: id })
})

interface Asked {
  readonly as?: Role
  readonly id?: string
  readonly query?: string
  readonly body?: unknown
}

async function send(route: Route, { as, id, query = '', body }: Asked): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/json' })
  if (as) headers.set('authorization', `Bearer ${tokens.get(as)}`)
  const init = body === undefined ? {} : { body: JSON.stringify(body) }
  const url = `http://localhost${route.path.replace('{id}', id ?? '')}${query}`
  const request = new Request(url, { method: route.method, headers, ...init })
  return route.handler(request, { params: Promise.resolve(id === undefined ? {} : { id }) })
}

async function ask(route: Route, asked: Asked) {
  const response = await send(route, asked)
  return { status: response.status, body: await response.json() }
}

test('200: declared, listed, read, changed, judged', async () => {
  expect(await ask(listIdentitiesRoute, { as: 'viewer', query: '?q=payments' })).toMatchObject({
    status: 200,
    body: { rows: [{ id, name: 'payments.example.com', proven: 'unknown' }], total: { count: 1, exact: true } },
  })
  const policy = { mtls: 'none' }
  expect(await ask(previewPolicyRoute, { as: 'analyst', id, body: { policy } })).toMatchObject({
    status: 200,
    body: { ladder: [{ rung: 'mutual', from: 'not-assessed', to: 'not-expected' }] },
  })
  expect(await ask(updateIdentityRoute, { as: 'analyst', id, body: { policy, criticality: 'high' } })).toMatchObject({
    status: 200,
    body: {
      criticality: 'high',
      owner: '=team',
      policy,
      effectivePolicy: { mtls: 'none' },
      ladder: { mutual: 'not-expected' },
    },
  })
  const verdicts = await ask(listIdentityVerdictsRoute, { as: 'viewer', id })
  expect(verdicts).toMatchObject({
    status: 200,
    body: { more: false, endpoints: [{ name: expect.stringContaining(':443') }] },
  })
  expect(verdicts.body.rows).toHaveLength(await countRows('verdict'))
})

test('200: what is retired leaves the list, and comes back', async () => {
  expect(await ask(updateIdentityRoute, { as: 'analyst', id, body: { retired: true } })).toMatchObject({
    status: 200,
    body: { retiredAt: expect.any(String), criticality: 'high' },
  })
  expect((await ask(listIdentitiesRoute, { as: 'viewer' })).body.rows).toEqual([])
  await ask(updateIdentityRoute, { as: 'analyst', id, body: { retired: false } })
  expect((await ask(listIdentitiesRoute, { as: 'viewer' })).body.rows).toHaveLength(1)
})

test('200: the export holds what the list holds, and no spreadsheet runs its text', async () => {
  const response = await send(exportIdentitiesRoute, { as: 'viewer', query: '?format=csv&kind=dns' })
  expect(response.status).toBe(200)
  const text = await response.text()
  expect(text).toContain('payments.example.com')
  expect(text).not.toMatch(/(^|,)"?=team/m)
})

test('200: a bulk change says of each what became of it', async () => {
  const gone = newId()
  expect(
    await ask(bulkChangeIdentitiesRoute, { as: 'analyst', body: { ids: [id, gone], change: { owner: null } } }),
  ).toMatchObject({
    status: 200,
    body: {
      items: [
        { id, outcome: 'changed' },
        { id: gone, outcome: 'not-found' },
      ],
    },
  })
})

test('400 names what is wrong', async () => {
  expect(await ask(listIdentitiesRoute, { as: 'viewer', query: '?trusted=perhaps' })).toMatchObject({
    status: 400,
    body: { errors: [{ at: 'trusted' }] },
  })
  expect(await ask(exportIdentitiesRoute, { as: 'viewer' })).toMatchObject({
    status: 400,
    body: { errors: [{ at: 'format' }] },
  })
  expect(await ask(createIdentityRoute, { as: 'analyst', body: { name: '*.example.com' } })).toMatchObject({
    status: 400,
    body: { errors: [{ at: 'body.name' }] },
  })
  expect(await ask(createIdentityRoute, { as: 'analyst', body: { name: 'a.test', kind: 'spiffe' } })).toMatchObject({
    status: 400,
  })
  expect(await ask(updateIdentityRoute, { as: 'analyst', id, body: { policy: { mtls: 1 } } })).toMatchObject({
    status: 400,
    body: { errors: [{ at: 'body.policy.mtls' }] },
  })
  expect(await ask(bulkChangeIdentitiesRoute, { as: 'analyst', body: { ids: [id], change: {} } })).toMatchObject({
    status: 400,
  })
  expect(await ask(getIdentityRoute, { as: 'viewer', id: 'x' })).toMatchObject({ status: 400 })
})

test('401 without a token, 403 for a viewer who would change something', async () => {
  for (const route of identityRoutes) {
    const body = route.method === 'GET' ? undefined : {}
    expect(await ask(route, { id, body })).toMatchObject({ status: 401 })
    if (route.role === 'analyst') expect(await ask(route, { as: 'viewer', id, body })).toMatchObject({ status: 403 })
  }
})

test('404 for an identity that is not there; 409 for one that is there already', async () => {
  const gone = newId()
  for (const route of [getIdentityRoute, listIdentityVerdictsRoute])
    expect(await ask(route, { as: 'viewer', id: gone })).toMatchObject({ status: 404 })
  expect(await ask(updateIdentityRoute, { as: 'analyst', id: gone, body: {} })).toMatchObject({ status: 404 })
  expect(await ask(previewPolicyRoute, { as: 'analyst', id: gone, body: { policy: {} } })).toMatchObject({
    status: 404,
  })
  expect(await ask(createIdentityRoute, { as: 'analyst', body: { name: 'payments.example.com' } })).toMatchObject({
    status: 409,
  })
})
