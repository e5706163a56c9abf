import { beforeAll, describe, expect, test } from 'vitest'
import { type Role, roles, systemPrincipal } from '#lib/core/principal.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite } from '#lib/testing/estate.ts'
import { addFinding } from '#lib/testing/findings.ts'
import type { Route } from '../define-route.ts'
import {
  bulkChangeFindingsRoute,
  changeFindingRoute,
  exportFindingsRoute,
  getFindingRoute,
  listFindingsRoute,
} from './findings.ts'

testDatabase()

const tokens = new Map<Role, string>()
const missing = '0190a000-0000-7000-8000-000000000000'
let endpointId: string
let id: string

beforeAll(async () => {
  for (const role of roles) tokens.set(role, (await createToken(systemPrincipal, { name: role, role })).token)
  endpointId = await addEndpoint(await addSite(), { host: '=cmd.example.com' })
  id = await addFinding({ endpointId, evidence: { notAfter: '2026-11-22T00:00:00Z' } })
})

function send(
  route: Route,
  { as, id, query = '', body }: { as?: Role; id?: string; query?: string; body?: unknown },
): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/json' })
  if (as) headers.set('authorization', `Bearer ${tokens.get(as)}`)
  const url = `http://localhost${route.path.replace('{id}', id ?? '')}${query}`
  const request = new Request(url, {
    method: route.method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return route.handler(request, { params: Promise.resolve(id === undefined ? {} : { id }) })
}

test('a finding is listed, read, changed and exported', async () => {
  const list = await (await send(listFindingsRoute, { as: 'viewer', query: '?severity=high' })).json()
  expect(list).toMatchObject({
    rows: [{ id, title: 'Certificate expired', status: 'open' }],
    total: { count: 1, exact: true },
  })
  const one = await (await send(getFindingRoute, { as: 'viewer', id })).json()
  expect(one).toMatchObject({
    id,
    evidence: { notAfter: '2026-11-22T00:00:00Z' },
    guidance: { why: expect.any(String) },
    events: [],
  })
  const stale = new Date(Date.parse(one.updatedAt) - 1).toISOString()
  expect(
    (
      await send(changeFindingRoute, {
        as: 'analyst',
        id,
        body: { change: { action: 'acknowledge' }, updatedAt: stale },
      })
    ).status,
  ).toBe(409)
  const changed = await send(changeFindingRoute, {
    as: 'analyst',
    id,
    body: { change: { action: 'acknowledge' }, updatedAt: one.updatedAt },
  })
  expect([changed.status, (await changed.json()).status]).toEqual([200, 'acknowledged'])
  const bulk = await send(bulkChangeFindingsRoute, {
    as: 'analyst',
    body: { query: 'status=acknowledged', change: { action: 'reopen' } },
  })
  expect(await bulk.json()).toMatchObject({ counts: { changed: 1 }, items: [{ id, outcome: 'changed' }] })
})

test('the export is a file with the name of its day, and no host can be a formula in it', async () => {
  const response = await send(exportFindingsRoute, { as: 'viewer', query: '?format=csv' })
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="findings-\d{4}-\d\d-\d\d\.csv"$/)
  expect(await response.text()).toContain(`"'=cmd.example.com:443`)
})

const wrong: [name: string, status: number, ask: () => Promise<Response>][] = [
  ['a bad filter', 400, () => send(listFindingsRoute, { as: 'viewer', query: '?severity=awful' })],
  ['an unknown filter', 400, () => send(listFindingsRoute, { as: 'viewer', query: '?severty=high' })],
  ['a cursor of another order', 400, () => send(listFindingsRoute, { as: 'viewer', query: '?cursor=abc' })],
  ['an export without a format', 400, () => send(exportFindingsRoute, { as: 'viewer' })],
  ['an id that is none', 400, () => send(getFindingRoute, { as: 'viewer', id: 'x' })],
  [
    'an acceptance without a reason',
    400,
    () => send(changeFindingRoute, { as: 'analyst', id, body: { change: { action: 'accept', until: '2027-01-01' } } }),
  ],
  [
    'an acceptance that is past',
    400,
    () =>
      send(changeFindingRoute, {
        as: 'analyst',
        id,
        body: { change: { action: 'accept', until: '2020-01-01', reason: 'x' } },
      }),
  ],
  [
    'a bulk action on nothing',
    400,
    () => send(bulkChangeFindingsRoute, { as: 'analyst', body: { change: { action: 'reopen' } } }),
  ],
  [
    'a bulk action with a bad filter',
    400,
    () => send(bulkChangeFindingsRoute, { as: 'analyst', body: { query: 'x=1', change: { action: 'reopen' } } }),
  ],
  ['a change without a token', 401, () => send(changeFindingRoute, { id, body: { change: { action: 'reopen' } } })],
  ['a list without a token', 401, () => send(listFindingsRoute, {})],
  [
    'a change by a viewer',
    403,
    () => send(changeFindingRoute, { as: 'viewer', id, body: { change: { action: 'reopen' } } }),
  ],
  [
    'a bulk change by a viewer',
    403,
    () => send(bulkChangeFindingsRoute, { as: 'viewer', body: { ids: [id], change: { action: 'reopen' } } }),
  ],
  ['a finding that is not there', 404, () => send(getFindingRoute, { as: 'viewer', id: missing })],
  [
    'a change of what is not there',
    404,
    () => send(changeFindingRoute, { as: 'analyst', id: missing, body: { change: { action: 'reopen' } } }),
  ],
]

describe('refusals', () => {
  test.each(wrong)('%s gives %i', async (_name, status, ask) => {
    const response = await ask()
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.status).toBe(status)
  })
})
