import { beforeAll, expect, test } from 'vitest'
import { type Role, roles, systemPrincipal } from '#lib/core/principal.ts'
import { createEnvironment } from '#lib/data/environments/change-environment.ts'
import { createIdentity } from '#lib/data/identities/save-identity.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { testDatabase } from '#lib/testing/database.ts'
import type { Route } from '../define-route.ts'
import {
  applyPoliciesRoute,
  exportPoliciesRoute,
  listEnvironmentPolicyVersions,
  previewPoliciesRoute,
  putEnvironmentPolicy,
  putIdentityPolicy,
  restoreEnvironmentPolicy,
} from './policies.ts'

testDatabase()

const bearer = new Map<Role, string>()
let environmentId: string
let identityId: string

beforeAll(async () => {
  for (const role of roles)
    bearer.set(role, (await createToken(systemPrincipal, { name: `${role}-token`, role })).token)
  environmentId = await createEnvironment(systemPrincipal, { name: 'production', production: true })
  identityId = await createIdentity(systemPrincipal, { name: 'pay.example.com', environmentId })
})

interface Asked {
  readonly as?: Role
  readonly params?: Record<string, string>
  readonly query?: string
  readonly body?: string
  readonly type?: string
}

async function ask(
  route: Route,
  { as = 'admin', params = {}, query = '', body, type = 'application/json' }: Asked = {},
) {
  const headers = { authorization: `Bearer ${bearer.get(as)}`, 'content-type': type }
  const request = new Request(`http://localhost/${query}`, {
    method: route.method,
    headers,
    ...(body === undefined ? {} : { body }),
  })
  const response = await route.handler(request, { params: Promise.resolve(params) })
  const text = await response.text()
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    text,
    body: text.startsWith('{') ? JSON.parse(text) : null,
  }
}

const yaml = { type: 'application/yaml' }

test('what is fetched as YAML or JSON and put back changes nothing', async () => {
  const fetched = await ask(exportPoliciesRoute, { as: 'viewer' })
  expect(fetched).toMatchObject({ status: 200, type: 'application/yaml; charset=utf-8' })
  expect(await ask(applyPoliciesRoute, { ...yaml, body: fetched.text })).toMatchObject({
    status: 200,
    body: { changes: [] },
  })
  const json = await ask(exportPoliciesRoute, { query: '?format=json' })
  expect(json.body).toMatchObject({ schema: 'countersign.policy/1', environments: { production: {} } })
  expect(await ask(applyPoliciesRoute, { body: json.text })).toMatchObject({ status: 200, body: { changes: [] } })
})

test('a dry run tells; a document with a fault is refused with the line', async () => {
  const body = 'schema: countersign.policy/1\nenvironments:\n  production: { mtls: required }\n'
  const dry = await ask(applyPoliciesRoute, { ...yaml, body, query: '?dryRun=true' })
  expect(dry.body).toMatchObject({
    applied: false,
    changes: [{ name: 'production' }],
    effects: { judged: { identities: 1 } },
  })
  expect(await ask(applyPoliciesRoute, { ...yaml, body, as: 'analyst' })).toMatchObject({ status: 403 })
  const refused = await ask(applyPoliciesRoute, { ...yaml, body: body.replace('mtls', 'tls') })
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ at: 'line 3, column 17' }] } })
  expect(await ask(applyPoliciesRoute, { type: 'text/html', body })).toMatchObject({ status: 400 })
})

test('a policy is previewed, saved as a version, listed and restored; over a newer one is a conflict', async () => {
  const of = { kind: 'environment', id: environmentId }
  const input = { policy: { mtls: 'none' } }
  const preview = await ask(previewPoliciesRoute, { as: 'analyst', body: JSON.stringify({ of, ...input }) })
  expect(preview.body).toMatchObject({
    judged: { identities: 1 },
    next: null,
    ladder: [{ rung: 'mutual', identities: 1 }],
  })
  const params = { id: environmentId }
  const put = (body: object) => ask(putEnvironmentPolicy, { params, body: JSON.stringify(body) })
  expect(await put({ ...input, version: 0, note: 'first' })).toMatchObject({
    status: 200,
    body: { version: 1, changed: true },
  })
  expect(await put({ policy: {}, version: 0 })).toMatchObject({ status: 409 })
  expect(await put({ policy: {}, version: 1 })).toMatchObject({ body: { version: 2 } })
  expect(await ask(restoreEnvironmentPolicy, { params: { ...params, version: '1' } })).toMatchObject({
    body: { version: 3 },
  })
  const versions = await ask(listEnvironmentPolicyVersions, { as: 'viewer', params, query: '?limit=2' })
  expect(versions.body).toMatchObject({
    rows: [
      { version: 3, byName: 'admin-token', source: 'api', note: 'Version 1 restored', policy: { mtls: 'none' } },
      { version: 2, differences: [{ rule: 'mtls', from: 'none' }] },
    ],
    before: 2,
  })
})

test('who may not, may not', async () => {
  const body = JSON.stringify({ policy: {} })
  expect(await ask(putEnvironmentPolicy, { as: 'analyst', params: { id: environmentId }, body })).toMatchObject({
    status: 403,
  })
  expect(await ask(putIdentityPolicy, { as: 'viewer', params: { id: identityId }, body })).toMatchObject({
    status: 403,
  })
  expect(await ask(putIdentityPolicy, { as: 'analyst', params: { id: identityId }, body })).toMatchObject({
    status: 200,
  })
  const unknown = { policy: { colour: 'red' } }
  expect(await ask(putIdentityPolicy, { params: { id: identityId }, body: JSON.stringify(unknown) })).toMatchObject({
    status: 400,
  })
})
