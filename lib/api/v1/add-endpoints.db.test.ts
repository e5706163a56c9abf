import { beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/core/ids.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { ensureSite } from '#lib/data/sites/get-site.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoints } from './add-endpoints.ts'

testDatabase()

let analyst: string
let viewer: string

beforeAll(async () => {
  analyst = (await createToken(systemPrincipal, { name: 'analyst', role: 'analyst' })).token
  viewer = (await createToken(systemPrincipal, { name: 'viewer', role: 'viewer' })).token
  await ensureSite(systemPrincipal, 'default')
})

async function post(body: unknown, token: string | null = analyst) {
  const headers = new Headers({ 'content-type': 'application/json' })
  if (token !== null) headers.set('authorization', `Bearer ${token}`)
  const request = new Request('http://localhost/api/v1/endpoints', {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  const response = await addEndpoints.handler(request, { params: Promise.resolve({}) })
  return { status: response.status, body: await response.json() }
}

test('adds endpoints with what they ought to prove, once', async () => {
  const endpoints = [
    { host: 'API.example.test', identity: 'api.example.test', owner: 'payments', environment: 'production' },
    { host: 'mail.example.test', transport: 'smtp' },
    { host: '[2001:db8::1]:8443', identity: 'spiffe://example.test/db' },
  ]
  const first = await post({ endpoints, scan: true })
  expect(first).toMatchObject({ status: 200, body: { added: 3, known: 0, scanId: expect.any(String) } })
  const { rows } = await pool().query(
    `SELECT e.host, e.port, e.server_name, e.transport, i.name FROM endpoint e LEFT JOIN identity i ON i.id = e.identity_id ORDER BY e.host`,
  )
  expect(rows).toEqual([
    { host: '2001:db8::1', port: 8443, server_name: '', transport: 'tls', name: 'spiffe://example.test/db' },
    {
      host: 'api.example.test',
      port: 443,
      server_name: 'api.example.test',
      transport: 'tls',
      name: 'api.example.test',
    },
    { host: 'mail.example.test', port: 25, server_name: 'mail.example.test', transport: 'smtp', name: null },
  ])
  const again = await post({ endpoints, scan: true })
  expect(again).toMatchObject({ status: 200, body: { added: 0, known: 3, scanId: null } })
  expect(again.body.endpoints.map((one: { id: string }) => one.id)).toEqual(
    first.body.endpoints.map((one: { id: string }) => one.id),
  )
})

test('400 names every faulty entry by its place, and adds none of the others', async () => {
  const { status, body } = await post({
    endpoints: [
      { host: 'good.example.test' },
      { host: 'http://x/' },
      { host: '127.1' },
      { host: 'a.test', port: 0 },
      { host: 'a.test', identity: 'not a name' },
      { host: 'a.test', owner: 'nobody' },
    ],
  })
  expect(status).toBe(400)
  expect(body.errors.map((error: { at: string }) => error.at)).toEqual([
    'body.endpoints.1.host',
    'body.endpoints.2.host',
    'body.endpoints.3.port',
    'body.endpoints.4.identity',
    'body.endpoints.5.identity',
  ])
  expect((await pool().query("SELECT 1 FROM endpoint WHERE host = 'good.example.test'")).rows).toEqual([])
})

test('401 without a token, 403 for a viewer, 404 for a site that is not there', async () => {
  const endpoints = [{ host: 'a.test' }]
  expect(await post({ endpoints }, null)).toMatchObject({ status: 401 })
  expect(await post({ endpoints }, viewer)).toMatchObject({ status: 403 })
  expect(await post({ endpoints, siteId: newId() })).toMatchObject({ status: 404 })
})
