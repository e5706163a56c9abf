import { beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/core/ids.ts'
import { type Role, roles, systemPrincipal } from '#lib/core/principal.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite, countRows } from '#lib/testing/estate.ts'
import type { Route } from '../define-route.ts'
import {
  cancelDiscoveryRoute,
  exportDiscoveryResultsRoute,
  getDiscoveryRoute,
  listDiscoveryResultsRoute,
  listDiscoveryRoute,
  previewDiscoveryRoute,
  startDiscoveryRoute,
} from './discovery.ts'
import { listRulesRoute, previewRulesRoute, saveRulesRoute } from './rules.ts'

testDatabase()

const tokens = new Map<Role, string>()
let siteId = ''

beforeAll(async () => {
  for (const role of roles) tokens.set(role, (await createToken(systemPrincipal, { name: role, role })).token)
  siteId = await addSite('default', { allow: ['10.0.0.0/30'] })
  await addEndpoint(siteId, { host: 'known.example.com' })
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
  const text = await response.text()
  return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : null }
}

const list = ['known.example.com', 'new.example.com:8443', 'not a host', '10.9.9.9', '10.0.0.1:99999', '10.0.0.2'].join(
  '\n',
)

test('a list is previewed line by line, and the start comes to what the preview said', async () => {
  const input = { kind: 'hosts', text: list }
  const preview = await ask(previewDiscoveryRoute, { as: 'analyst', body: input })
  expect(preview).toMatchObject({
    status: 200,
    body: {
      counts: { added: 2, known: 1, refused: 1 },
      problems: [{ line: 3 }, { line: 5 }],
      rows: [
        { line: 4, outcome: 'refused', rule: 'not-allowed private' },
        { line: 2 },
        { line: 6 },
        { line: 1, outcome: 'known' },
      ],
    },
  })
  expect(await countRows('endpoint')).toBe(1)

  const started = await ask(startDiscoveryRoute, { as: 'analyst', body: input })
  expect(started).toMatchObject({
    status: 202,
    body: { added: 2, known: 1, refused: 1, problems: [{ line: 3 }, { line: 5 }] },
  })
  const { runId } = started.body
  expect(await ask(getDiscoveryRoute, { as: 'viewer', id: runId })).toMatchObject({
    status: 200,
    body: { status: 'done', total: 6, found: 3, refused: 1, outcomes: { added: 2, known: 1, refused: 1, invalid: 2 } },
  })
  expect(await countRows('endpoint', `host = '10.9.9.9'`)).toBe(0)
})

test('results are filtered, paged and exported alike', async () => {
  const text = Array.from({ length: 5 }, (_, index) => `host-${index}.example.com`).join('\n')
  const { body } = await ask(startDiscoveryRoute, { as: 'analyst', body: { kind: 'hosts', text: `${text}\n???` } })
  const id = body.runId
  const first = await ask(listDiscoveryResultsRoute, { as: 'viewer', id, query: '?outcome=added&limit=3' })
  const second = await ask(listDiscoveryResultsRoute, {
    as: 'viewer',
    id,
    query: `?outcome=added&limit=3&cursor=${first.body.nextCursor}`,
  })
  const hosts = [...first.body.rows, ...second.body.rows].map((row: { host: string }) => row.host)
  expect(hosts).toEqual(text.split('\n'))
  expect(first.body.total).toEqual({ count: 5, exact: true })
  const csv = await ask(exportDiscoveryResultsRoute, { as: 'viewer', id, query: '?outcome=added&format=csv' })
  expect(csv.text.trim().split(/\r?\n/)).toHaveLength(6)
})

test('a range is counted and its refusals are told before the start; it can be cancelled', async () => {
  const input = { kind: 'ranges', cidrs: ['10.0.0.0/29'], ports: [443, 8443] }
  expect(await ask(previewDiscoveryRoute, { as: 'analyst', body: input })).toMatchObject({
    status: 200,
    body: {
      addresses: 8,
      targets: 16,
      limit: 65536,
      refused: [{ rule: 'not-allowed private', count: 4, example: '10.0.0.4' }],
      checked: 8,
    },
  })
  const { body } = await ask(startDiscoveryRoute, { as: 'analyst', body: input })
  expect(await ask(listDiscoveryRoute, { as: 'viewer' })).toMatchObject({
    status: 200,
    body: { rows: [{ id: body.runId, total: 16 }, {}, {}] },
  })
  expect(await ask(cancelDiscoveryRoute, { as: 'analyst', id: body.runId })).toMatchObject({
    status: 202,
    body: { status: 'cancelled' },
  })
  expect(await ask(cancelDiscoveryRoute, { as: 'analyst', id: body.runId })).toMatchObject({ status: 409 })
})

test('a /8 is refused with the limit and how to raise it, in the preview and at the start', async () => {
  for (const route of [previewDiscoveryRoute, startDiscoveryRoute]) {
    const { status, body } = await ask(route, {
      as: 'analyst',
      body: { kind: 'ranges', cidrs: ['10.0.0.0/8'], ports: [443] },
    })
    expect(status).toBe(413)
    expect(body.detail).toMatch(/16,777,216.*65,536.*maxRunTargets/s)
  }
})

test('rules are tried before they are saved, and the first that matches wins', async () => {
  const rules = [
    { hostPattern: 'host-1.*.com', identityName: 'one.example.com' },
    { hostPattern: '*.example.com', identityName: '{host}' },
  ]
  const preview = await ask(previewRulesRoute, { as: 'analyst', body: { rules } })
  expect(preview).toMatchObject({ status: 200, body: { kept: 0 } })
  const next = preview.body.rows.map((row: { host: string; nextIdentity: string }) => `${row.host} ${row.nextIdentity}`)
  expect(next).toContain('host-1.example.com one.example.com')
  expect(next).toContain('host-2.example.com host-2.example.com')
  expect(await ask(listRulesRoute, { as: 'viewer' })).toMatchObject({ status: 200, body: { rules: [] } })
  expect(await ask(saveRulesRoute, { as: 'analyst', body: { rules } })).toMatchObject({
    status: 200,
    body: { changed: preview.body.changed },
  })
  expect(await ask(listRulesRoute, { as: 'viewer' })).toMatchObject({
    body: { rules: [{ hostPattern: 'host-1.*.com' }, {}] },
  })
})

test('400 names what is wrong', async () => {
  expect(
    await ask(startDiscoveryRoute, { as: 'analyst', body: { kind: 'ranges', cidrs: ['10.0.0.300/24'], ports: [443] } }),
  ).toMatchObject({ status: 400 })
  expect(await ask(startDiscoveryRoute, { as: 'analyst', body: { kind: 'hosts' } })).toMatchObject({ status: 400 })
  const rules = [{ hostPattern: 'a b', identityName: 'x' }]
  expect(await ask(saveRulesRoute, { as: 'analyst', body: { rules } })).toMatchObject({
    status: 400,
    body: { errors: [{ at: 'body.rules.0.hostPattern' }] },
  })
})

test('401 without a token, 403 for a viewer, 404 for what is not there', async () => {
  const hosts = { kind: 'hosts', text: 'a.test' }
  for (const route of [startDiscoveryRoute, previewDiscoveryRoute]) {
    expect(await ask(route, { body: hosts })).toMatchObject({ status: 401 })
    expect(await ask(route, { as: 'viewer', body: hosts })).toMatchObject({ status: 403 })
    expect(await ask(route, { as: 'analyst', body: { ...hosts, siteId: newId() } })).toMatchObject({ status: 404 })
  }
  for (const route of [saveRulesRoute, previewRulesRoute]) {
    expect(await ask(route, { body: { rules: [] } })).toMatchObject({ status: 401 })
    expect(await ask(route, { as: 'viewer', body: { rules: [] } })).toMatchObject({ status: 403 })
  }
  expect(await ask(listRulesRoute, {})).toMatchObject({ status: 401 })
  for (const route of [getDiscoveryRoute, listDiscoveryResultsRoute, cancelDiscoveryRoute]) {
    expect(await ask(route, { id: newId() })).toMatchObject({ status: 401 })
    expect(await ask(route, { as: 'analyst', id: newId() })).toMatchObject({ status: 404 })
  }
})
