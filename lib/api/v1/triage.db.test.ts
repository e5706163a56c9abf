import { beforeAll, describe, expect, test } from 'vitest'
import { type Role, roles, systemPrincipal } from '#lib/core/principal.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite } from '#lib/testing/estate.ts'
import { addFinding } from '#lib/testing/findings.ts'
import type { Route } from '../define-route.ts'
import { changeFindingRoute, exportFindingsRoute, getFindingRoute, listFindingsRoute } from './findings.ts'
import { listMentionsRoute, readMentionsRoute } from './mentions.ts'
import { exportOwnersRoute, importOwnersRoute, listOwnersRoute, removeOwnerRoute, saveOwnersRoute } from './owners.ts'
import { listOwnershipRulesRoute, previewOwnershipRulesRoute, saveOwnershipRulesRoute } from './ownership.ts'
import { getTriageRoute, saveTriageRoute } from './triage.ts'

testDatabase()

const tokens = new Map<Role, string>()
let id: string

beforeAll(async () => {
  for (const role of roles) tokens.set(role, (await createToken(systemPrincipal, { name: role, role })).token)
  const identityId = await addIdentity('api.pay.test')
  id = await addFinding({ endpointId: await addEndpoint(await addSite(), { identityId }), severity: 'critical' })
})

function send(
  route: Route,
  as: Role,
  { body, query = '' }: { body?: unknown; query?: string } = {},
): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/json', authorization: `Bearer ${tokens.get(as)}` })
  const request = new Request(`http://localhost${route.path.replace('{id}', id)}${query}`, {
    method: route.method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return route.handler(request, { params: Promise.resolve(route.path.includes('{id}') ? { id } : {}) })
}

const until = new Date(Date.now() + 86_400_000).toISOString()
const accept = { change: { action: 'accept', until, reason: 'why' } }

test('a proposal stands in the finding, in its list and in its files, and is approved by an administrator alone', async () => {
  const proposed = await (await send(changeFindingRoute, 'analyst', { body: accept })).json()
  expect(proposed).toMatchObject({
    status: 'open',
    proposal: { until, reason: 'why', byName: 'analyst' },
    approver: null,
  })
  const list = await (
    await send(listFindingsRoute, 'viewer', { query: '?waiting=true&due=none,overdue,later,within-7-days' })
  ).json()
  expect(list).toMatchObject({ rows: [{ id, dueAt: expect.any(String) }] })
  const csv = await (await send(exportFindingsRoute, 'viewer', { query: '?format=csv' })).text()
  expect(csv.split('\r\n')[0]).toContain('Due at')
  expect(csv).toContain('analyst')
  const approve = { change: { action: 'approve' } }
  expect((await send(changeFindingRoute, 'analyst', { body: approve })).status).toBe(403)
  // A token without a person approves nothing; declining is an administrator's.
  expect((await send(changeFindingRoute, 'admin', { body: approve })).status).toBe(400)
  const declined = await send(changeFindingRoute, 'admin', { body: { change: { action: 'decline', reason: 'no' } } })
  expect(await declined.json()).toMatchObject({ status: 'open', proposal: null })
  // Nobody administers here, so that there is nobody to ask.
  expect(await (await send(changeFindingRoute, 'admin', { body: accept })).json()).toMatchObject({ status: 'accepted' })
  expect(await (await send(getFindingRoute, 'viewer')).json()).toMatchObject({ approver: { id: null, name: 'admin' } })
})

test('the rules of triage are read by everybody and set by administrators', async () => {
  expect(await (await send(getTriageRoute, 'viewer')).json()).toEqual({ approvalFrom: 'high' })
  const saved = await send(saveTriageRoute, 'admin', { body: { approvalFrom: 'critical' } })
  expect(await saved.json()).toEqual({ approvalFrom: 'critical' })
  expect((await send(saveTriageRoute, 'admin', { body: { approvalFrom: 'awful' } })).status).toBe(400)
})

test('rules of ownership are tried, saved and read; owners are listed, imported, exported and forgotten', async () => {
  const body = { rules: [{ namePattern: '*.pay.test', owner: 'Payments' }] }
  expect(await (await send(previewOwnershipRulesRoute, 'analyst', { body })).json()).toMatchObject({
    identities: 1,
    changed: 1,
    rows: [{ name: 'api.pay.test', nextOwner: 'Payments', rule: 0 }],
  })
  expect(await (await send(saveOwnershipRulesRoute, 'analyst', { body })).json()).toMatchObject({ changed: 1 })
  expect(await (await send(listOwnershipRulesRoute, 'viewer')).json()).toMatchObject(body)
  const imported = await send(importOwnersRoute, 'analyst', { body: { csv: 'name,active\nPayments,no\nX,maybe' } })
  expect(await imported.json()).toMatchObject({ read: 1, identities: 1, problems: [{ line: 3 }] })
  expect(await (await send(listOwnersRoute, 'viewer', { query: '?active=false' })).json()).toMatchObject({
    rows: [{ name: 'Payments', identities: 1, source: 'import' }],
  })
  expect(await (await send(exportOwnersRoute, 'viewer', { query: '?format=json' })).json()).toHaveLength(1)
  const owners = [{ name: 'Payments', active: true }]
  expect(await (await send(saveOwnersRoute, 'analyst', { body: { owners } })).json()).toEqual({
    changed: 1,
    identities: 1,
  })
  expect((await send(removeOwnerRoute, 'analyst', { body: { name: 'Payments' } })).status).toBe(200)
  expect((await send(removeOwnerRoute, 'analyst', { body: { name: 'Payments' } })).status).toBe(404)
})

describe('refusals', () => {
  const one = { rules: [] }
  const wrong: [string, Role, Route, unknown][] = [
    ['rules of triage by an analyst', 'analyst', saveTriageRoute, { approvalFrom: null }],
    ['rules of ownership by a viewer', 'viewer', saveOwnershipRulesRoute, one],
    ['a try of them by a viewer', 'viewer', previewOwnershipRulesRoute, one],
    ['owners by a viewer', 'viewer', saveOwnersRoute, { owners: [{ name: 'x' }] }],
    ['an import by a viewer', 'viewer', importOwnersRoute, { csv: 'name' }],
    ['forgetting by a viewer', 'viewer', removeOwnerRoute, { name: 'x' }],
    ['mentions of a token', 'admin', listMentionsRoute, undefined],
    ['reading mentions by a token', 'admin', readMentionsRoute, { query: '' }],
    ['a proposal by a viewer', 'viewer', changeFindingRoute, accept],
  ]
  test.each(wrong)('%s', async (_name, role, route, body) => {
    expect((await send(route, role, body === undefined ? {} : { body })).status).toBe(403)
  })
})
