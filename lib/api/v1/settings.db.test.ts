import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#lib/core/ids.ts'
import { type Role, roles, systemPrincipal } from '#lib/core/principal.ts'
import { createEnvironment } from '#lib/data/environments/change-environment.ts'
import { createToken as make } from '#lib/data/tokens/create-token.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addSite } from '#lib/testing/estate.ts'
import type { Route } from '../define-route.ts'
import { exportAudit, listAudit } from './audit.ts'
import { listEnvironments } from './environments.ts'
import { changeSite, listSites } from './sites.ts'
import { createToken, listTokens, revokeToken } from './tokens.ts'
import { createTrustStore, listTrustStores } from './trust-stores.ts'

testDatabase()

const bearer = new Map<Role, string>()
let siteId: string

beforeAll(async () => {
  for (const role of roles) bearer.set(role, (await make(systemPrincipal, { name: role, role })).token)
  siteId = await addSite('here')
  const policy = { mtls: 'required', scanIntervalSeconds: 60 } as const
  await createEnvironment(systemPrincipal, { name: 'production', production: true, trustStoreId: null, policy })
})

interface Asked {
  readonly as?: Role
  readonly id?: string
  readonly query?: string
  readonly body?: unknown
}

async function ask(route: Route, { as, id, query = '', body }: Asked) {
  const headers = new Headers({ 'content-type': 'application/json' })
  if (as) headers.set('authorization', `Bearer ${bearer.get(as)}`)
  const url = `http://localhost${route.path.replace('{id}', id ?? '')}${query}`
  const init = body === undefined ? {} : { body: JSON.stringify(body) }
  const request = new Request(url, { method: route.method, headers, ...init })
  const response = await route.handler(request, { params: Promise.resolve(id === undefined ? {} : { id }) })
  const text = await response.text()
  return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : null }
}

const every = [
  listTrustStores,
  createTrustStore,
  listTokens,
  createToken,
  revokeToken,
  listEnvironments,
  listSites,
  changeSite,
  listAudit,
  exportAudit,
]

test('401 without a token', async () => {
  for (const route of every)
    expect(await ask(route, { id: newId(), body: bodyOf(route) })).toMatchObject({ status: 401 })
})

test('403 for a role that is not enough', async () => {
  for (const route of every.filter((one) => one.role !== 'viewer')) {
    expect(await ask(route, { as: 'viewer', id: newId(), body: bodyOf(route) })).toMatchObject({ status: 403 })
  }
  expect(await ask(createToken, { as: 'analyst', body: { name: 'x', role: 'viewer' } })).toMatchObject({ status: 403 })
})

function bodyOf(route: Route): unknown {
  return route.method === 'GET' || route.method === 'DELETE' ? undefined : {}
}

describe('tokens', () => {
  test('one is made, used, listed without its secret, and revoked', async () => {
    const made = await ask(createToken, { as: 'admin', body: { name: 'pipeline', role: 'viewer', expiresDays: 30 } })
    expect(made).toMatchObject({ status: 201, body: { token: expect.stringMatching(/^cs_/) } })
    const listed = await ask(listTokens, { as: 'admin' })
    expect(listed.body.rows).toContainEqual(
      expect.objectContaining({ id: made.body.id, name: 'pipeline', revokedAt: null }),
    )
    expect(listed.text).not.toContain(made.body.token)
    expect(await ask(revokeToken, { as: 'admin', id: made.body.id })).toMatchObject({ status: 204 })
    expect(await ask(revokeToken, { as: 'admin', id: made.body.id })).toMatchObject({ status: 404 })
  })

  test('400 names the fields', async () => {
    const bad = await ask(createToken, { as: 'admin', body: { name: '', role: 'root' } })
    expect(bad).toMatchObject({ status: 400, body: { errors: [{ at: 'body.name' }, { at: 'body.role' }] } })
    expect(await ask(revokeToken, { as: 'admin', id: 'x' })).toMatchObject({ status: 400 })
  })
})

describe('trust stores', () => {
  test('a bundle becomes a store; a key in it is dropped and told', async () => {
    const root = createRoot()
    const body = { name: 'Estate', pem: `${root.keyPem}\n${root.pem}`, asOf: '2026-01-02T00:00:00Z' }
    expect(await ask(createTrustStore, { as: 'admin', body })).toMatchObject({
      status: 201,
      body: { anchors: 1, privateKeysDropped: 1 },
    })
    expect(await ask(listTrustStores, { as: 'viewer' })).toMatchObject({
      status: 200,
      body: { rows: [{ name: 'Estate', anchors: 1, asOf: '2026-01-02T00:00:00.000Z', publicRoots: false }] },
    })
    expect(await ask(createTrustStore, { as: 'admin', body })).toMatchObject({ status: 409 })
  })

  test('400 for an empty bundle says so', async () => {
    expect(await ask(createTrustStore, { as: 'admin', body: { name: 'Empty', pem: '' } })).toMatchObject({
      status: 400,
      body: { detail: 'the input is empty' },
    })
  })
})

describe('sites and environments', () => {
  test('a scope is changed in part and listed', async () => {
    const changed = await ask(changeSite, {
      as: 'admin',
      id: siteId,
      body: { allow: ['10.0.0.0/8'], allowPublic: false },
    })
    expect(changed).toMatchObject({
      status: 200,
      body: { allow: ['10.0.0.0/8'], allowPublic: false, maxRunTargets: 65536 },
    })
    const listed = await ask(listSites, { as: 'viewer' })
    expect(listed.body.rows).toContainEqual(expect.objectContaining({ id: siteId, endpoints: 0, workersAlive: 0 }))
  })

  test('400 names the entry, 404 a site that is not there', async () => {
    const bad = await ask(changeSite, { as: 'admin', id: siteId, body: { allow: ['10.0.0.0/8', '10.0.0.0/99'] } })
    expect(bad).toMatchObject({ status: 400, body: { errors: [{ at: 'allow.1' }] } })
    expect(await ask(changeSite, { as: 'admin', id: newId(), body: {} })).toMatchObject({ status: 404 })
  })

  test('environments come with their policy', async () => {
    expect(await ask(listEnvironments, { as: 'viewer' })).toMatchObject({
      status: 200,
      body: { rows: [{ name: 'production', production: true, policy: { mtls: 'required', scanIntervalSeconds: 60 } }] },
    })
  })
})

describe('the audit log', () => {
  test('is filtered and paged without a gap or a double, and exported whole', async () => {
    const all = await ask(listAudit, { as: 'analyst', query: '?action=token.create' })
    const first = await ask(listAudit, { as: 'analyst', query: '?action=token.create&limit=2' })
    const cursor = encodeURIComponent(first.body.nextCursor)
    const second = await ask(listAudit, { as: 'analyst', query: `?action=token.create&limit=2&cursor=${cursor}` })
    expect([...first.body.rows, ...second.body.rows]).toEqual(all.body.rows.slice(0, 4))
    expect(all.body.total).toEqual({ count: all.body.rows.length, exact: true })
    const file = await ask(exportAudit, { as: 'analyst', query: '?action=token.create&format=csv' })
    expect(file.text.trim().split('\n')).toHaveLength(all.body.rows.length + 1)
  })

  test('400 for an unknown parameter and a foreign cursor', async () => {
    expect(await ask(listAudit, { as: 'analyst', query: '?verb=x' })).toMatchObject({ status: 400 })
    expect(await ask(listAudit, { as: 'analyst', query: '?cursor=nonsense' })).toMatchObject({ status: 400 })
  })
})
