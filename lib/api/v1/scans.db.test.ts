import { beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/core/ids.ts'
import { type Role, roles, systemPrincipal } from '#lib/core/principal.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import type { Route } from '../define-route.ts'
import { getMe } from './me.ts'
import { followScan } from './scan-events.ts'
import { cancelScan, createScan, getScan, listScans } from './scans.ts'

testDatabase()

const tokens = new Map<Role, string>()
let endpointIds: string[]

beforeAll(async () => {
  for (const role of roles) tokens.set(role, (await createToken(systemPrincipal, { name: role, role })).token)
  const { rows } = await pool().query(
    `WITH s AS (INSERT INTO site (name) VALUES ('here') ON CONFLICT (name) DO UPDATE SET name = 'here' RETURNING id)
     INSERT INTO endpoint (site_id, host, port, server_name)
     SELECT s.id, h, 443, h FROM s, unnest(ARRAY['a.test', 'b.test']) AS h RETURNING id`,
  )
  endpointIds = rows.map((row) => row.id)
})

interface Asked {
  readonly as?: Role
  readonly id?: string
  readonly query?: string
  readonly body?: unknown
}

async function ask(route: Route, { as, id, query = '', body }: Asked) {
  const headers = new Headers({ 'content-type': 'application/json' })
  if (as) headers.set('authorization', `Bearer ${tokens.get(as)}`)
  const url = `http://localhost${route.path.replace('{id}', id ?? '')}${query}`
  const init = body === undefined ? {} : { body: JSON.stringify(body) }
  const request = new Request(url, { method: route.method, headers, ...init })
  const response = await route.handler(request, { params: Promise.resolve(id === undefined ? {} : { id }) })
  return { status: response.status, body: await response.json() }
}

async function startScan(): Promise<string> {
  const { body } = await ask(createScan, { as: 'analyst', body: { endpointIds } })
  return body.scans[0].id
}

test('a scan is started, followed, listed and cancelled', async () => {
  const started = await ask(createScan, { as: 'analyst', body: { endpointIds } })
  expect(started).toMatchObject({
    status: 202,
    body: { scans: [{ status: 'queued', total: 2, requestedBy: 'analyst' }] },
  })
  const { id } = started.body.scans[0]
  expect(await ask(getScan, { as: 'viewer', id })).toMatchObject({ status: 200, body: { id, done: 0, outcomes: {} } })
  expect(await ask(listScans, { as: 'viewer', query: '?active=true' })).toMatchObject({
    status: 200,
    body: { rows: [{ id }], nextCursor: null, total: { count: 1, exact: true } },
  })
  expect(await ask(cancelScan, { as: 'analyst', id })).toMatchObject({ status: 202, body: { status: 'cancelled' } })
  expect(await ask(cancelScan, { as: 'analyst', id })).toMatchObject({ status: 409 })
})

test('pages of the list follow one another without a gap or a double', async () => {
  const ids = [await startScan(), await startScan(), await startScan()]
  const first = await ask(listScans, { as: 'viewer', query: '?limit=2' })
  const second = await ask(listScans, {
    as: 'viewer',
    query: `?limit=2&cursor=${encodeURIComponent(first.body.nextCursor)}`,
  })
  const seen = [...first.body.rows, ...second.body.rows].map((row: { id: string }) => row.id)
  expect(seen.slice(0, 3)).toEqual(ids.toReversed())
})

test('a scan is followed until it is over', async () => {
  const id = await startScan()
  const headers = { authorization: `Bearer ${tokens.get('viewer')}` }
  const request = new Request(`http://localhost/api/v1/scans/${id}/events`, { headers })
  const response = await followScan.handler(request, { params: Promise.resolve({ id }) })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let told = ''
  const readUntil = async (text: string) => {
    while (!told.includes(text)) told += (await reader?.read())?.value ?? ''
  }
  await readUntil('"status":"queued"')
  await ask(cancelScan, { as: 'analyst', id })
  await readUntil('event: end')
  expect(told).toContain('"status":"cancelled"')
  expect(await reader?.read()).toMatchObject({ done: true })
})

test('400 names what is wrong', async () => {
  expect(await ask(createScan, { as: 'analyst', body: {} })).toMatchObject({ status: 400 })
  expect(await ask(createScan, { as: 'analyst', body: { endpointIds: ['x'] } })).toMatchObject({
    status: 400,
    body: { errors: [{ at: 'body.endpointIds.0' }] },
  })
  expect(await ask(listScans, { as: 'viewer', query: '?limit=101' })).toMatchObject({
    status: 400,
    body: { errors: [{ at: 'limit' }] },
  })
  expect(await ask(listScans, { as: 'viewer', query: '?cursor=nonsense' })).toMatchObject({ status: 400 })
  expect(await ask(getScan, { as: 'viewer', id: 'x' })).toMatchObject({
    status: 400,
    body: { errors: [{ at: 'params.id' }] },
  })
})

test('401 without a token', async () => {
  for (const route of [getMe, createScan, listScans, getScan, cancelScan, followScan]) {
    expect(await ask(route, { id: newId(), body: route.method === 'POST' ? {} : undefined })).toMatchObject({
      status: 401,
    })
  }
})

test('403 for a viewer who would change something', async () => {
  expect(await ask(createScan, { as: 'viewer', body: { all: true } })).toMatchObject({ status: 403 })
  expect(await ask(cancelScan, { as: 'viewer', id: newId() })).toMatchObject({ status: 403 })
})

test('404 for a scan that is not there, and where no endpoint is meant', async () => {
  expect(await ask(getScan, { as: 'viewer', id: newId() })).toMatchObject({ status: 404 })
  expect(await ask(cancelScan, { as: 'analyst', id: newId() })).toMatchObject({ status: 404 })
  expect(await ask(followScan, { as: 'viewer', id: newId() })).toMatchObject({ status: 404 })
  expect(await ask(createScan, { as: 'analyst', body: { endpointIds: [newId()] } })).toMatchObject({ status: 404 })
})

test('the API tells who is asking', async () => {
  expect(await ask(getMe, { as: 'analyst' })).toMatchObject({
    status: 200,
    body: { kind: 'token', name: 'analyst', role: 'analyst' },
  })
})
