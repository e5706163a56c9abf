import { beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/core/ids.ts'
import { type Role, roles, systemPrincipal } from '#lib/core/principal.ts'
import { evaluateSubjects } from '#lib/data/evaluation/evaluate-subjects.ts'
import { recordObservations } from '#lib/data/observations/record-observations.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { factsVersion } from '#lib/tls/observation.ts'
import type { Route } from '../define-route.ts'
import {
  bulkChangeEndpointsRoute,
  changeEndpointRoute,
  exportEndpointsRoute,
  getEndpointRoute,
  listEndpointsRoute,
  listObservationsRoute,
  removeEndpointRoute,
} from './endpoints.ts'

testDatabase()

const tokens = new Map<Role, string>()
let id = ''
let identityId = ''

beforeAll(async () => {
  for (const role of roles) tokens.set(role, (await createToken(systemPrincipal, { name: role, role })).token)
  const site = await addSite()
  id = await addEndpoint(site, { host: 'a.example.com' })
  identityId = await addIdentity('a.example.com')
  await recordObservations(systemPrincipal, [{ endpointId: id, observations: [handshakeAt({ at: new Date() })] }])
})

interface Asked {
  readonly as?: Role
  readonly id?: string
  readonly query?: string
  readonly body?: unknown
}

async function ask(route: Route, { as, id: of, query = '', body }: Asked) {
  const headers = new Headers({ 'content-type': 'application/json' })
  if (as) headers.set('authorization', `Bearer ${tokens.get(as)}`)
  const url = `http://localhost${route.path.replace('{id}', of ?? '')}${query}`
  const init = body === undefined ? {} : { body: JSON.stringify(body) }
  const request = new Request(url, { method: route.method, headers, ...init })
  const response = await route.handler(request, { params: Promise.resolve(of === undefined ? {} : { id: of }) })
  const text = await response.text()
  return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : null }
}

test('an endpoint is listed, read with its addresses and observations, and exported', async () => {
  expect(await ask(listEndpointsRoute, { as: 'viewer', query: '?reach=reachable' })).toMatchObject({
    status: 200,
    body: { rows: [{ id, label: 'a.example.com:443', lastOutcome: 'handshake' }], total: { count: 1, exact: true } },
  })
  expect(await ask(getEndpointRoute, { as: 'viewer', id })).toMatchObject({
    status: 200,
    body: { id, addresses: [{ ip: '192.0.2.10', differs: [], latest: { timesSeen: 1 } }] },
  })
  expect(await ask(listObservationsRoute, { as: 'viewer', id })).toMatchObject({
    status: 200,
    body: { rows: [{ ip: '192.0.2.10', outcome: 'handshake', factsVersion }], total: { count: 1 } },
  })
  const csv = await ask(exportEndpointsRoute, { as: 'viewer', query: '?format=csv' })
  expect(csv).toMatchObject({ status: 200, text: expect.stringContaining('a.example.com') })
})

test('facts that an older version stored are answered in the shape of today', async () => {
  const at = new Date()
  const old = await addEndpoint(await addSite('old'), { host: 'old.example.com' })
  await recordObservations(systemPrincipal, [{ endpointId: old, observations: [handshakeAt({ at })] }])
  await pool().query(
    `UPDATE observation SET facts_version = 1, facts = facts - 'suites' - 'keyPossession' - 'otherChains' WHERE endpoint_id = $1`,
    [old],
  )
  const skipped = { status: 'skipped', reason: 'older-scan' }
  const facts = { suites: skipped, keyPossession: skipped, protocol: { status: 'observed', value: 'TLSv1.3' } }
  expect(await ask(getEndpointRoute, { as: 'viewer', id: old })).toMatchObject({
    status: 200,
    body: { addresses: [{ postureAt: at.toISOString(), connections: 1, latest: { facts } }] },
  })
  expect(await ask(listObservationsRoute, { as: 'viewer', id: old })).toMatchObject({
    status: 200,
    body: { rows: [{ factsVersion: 1, facts }] },
  })
  expect(
    (await evaluateSubjects(systemPrincipal, { endpointIds: [old], identityIds: [] }, at)).verdictsWritten,
  ).toBeGreaterThan(0)
})

test('an endpoint is bound, switched off and tagged in one change', async () => {
  const change = { identityId, enabled: false, tags: ['edge'] }
  expect(await ask(changeEndpointRoute, { as: 'analyst', id, body: change })).toMatchObject({
    status: 200,
    body: { identity: 'a.example.com', boundBy: 'hand', enabled: false, tags: ['edge'] },
  })
  const bulk = { query: 'enabled=false', change: { action: 'enable' } }
  expect(await ask(bulkChangeEndpointsRoute, { as: 'analyst', body: bulk })).toMatchObject({
    status: 200,
    body: { counts: { changed: 1 }, items: [{ id, outcome: 'changed' }] },
  })
})

test('400 names what is wrong', async () => {
  expect(await ask(listEndpointsRoute, { as: 'viewer', query: '?reach=far&colour=red' })).toMatchObject({
    status: 400,
    body: { errors: [{ at: 'colour' }, { at: 'reach' }] },
  })
  expect(await ask(exportEndpointsRoute, { as: 'viewer' })).toMatchObject({ status: 400 })
  expect(await ask(getEndpointRoute, { as: 'viewer', id: 'x' })).toMatchObject({ status: 400 })
  expect(await ask(changeEndpointRoute, { as: 'analyst', id, body: {} })).toMatchObject({ status: 400 })
  expect(await ask(listObservationsRoute, { as: 'viewer', id, query: '?cursor=nonsense' })).toMatchObject({
    status: 400,
  })
  const both = { ids: [id], query: '', change: { action: 'scan' } }
  expect(await ask(bulkChangeEndpointsRoute, { as: 'analyst', body: both })).toMatchObject({ status: 400 })
})

test('401 without a token', async () => {
  for (const route of [
    listEndpointsRoute,
    exportEndpointsRoute,
    getEndpointRoute,
    changeEndpointRoute,
    removeEndpointRoute,
    listObservationsRoute,
    bulkChangeEndpointsRoute,
  ]) {
    expect(await ask(route, { id, ...(route.body === undefined ? {} : { body: {} }) })).toMatchObject({ status: 401 })
  }
})

test('403 below the role', async () => {
  expect(await ask(changeEndpointRoute, { as: 'viewer', id, body: { enabled: true } })).toMatchObject({ status: 403 })
  expect(await ask(removeEndpointRoute, { as: 'analyst', id })).toMatchObject({ status: 403 })
  const remove = { ids: [id], change: { action: 'remove' } }
  expect(await ask(bulkChangeEndpointsRoute, { as: 'analyst', body: remove })).toMatchObject({ status: 403 })
})

test('404 for what is not there, and after it was removed', async () => {
  const gone = newId()
  for (const route of [getEndpointRoute, listObservationsRoute]) {
    expect(await ask(route, { as: 'viewer', id: gone })).toMatchObject({ status: 404 })
  }
  expect(await ask(changeEndpointRoute, { as: 'analyst', id: gone, body: { enabled: true } })).toMatchObject({
    status: 404,
  })
  expect(await ask(changeEndpointRoute, { as: 'analyst', id, body: { identityId: gone } })).toMatchObject({
    status: 404,
  })
  expect(await ask(removeEndpointRoute, { as: 'admin', id })).toMatchObject({ status: 204 })
  expect(await ask(removeEndpointRoute, { as: 'admin', id })).toMatchObject({ status: 404 })
})
