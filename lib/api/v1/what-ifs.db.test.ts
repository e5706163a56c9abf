import Papa from 'papaparse'
import { beforeAll, expect, test } from 'vitest'
import { type Role, roles, systemPrincipal } from '#lib/core/principal.ts'
import { recordObservations } from '#lib/data/observations/record-observations.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { setDefaultStore } from '#lib/data/trust-stores/change-trust-store.ts'
import { createTrustStore } from '#lib/data/trust-stores/create-trust-store.ts'
import { workAtWhatIf } from '#lib/data/what-if/work-at-what-if.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import type { Route } from '../define-route.ts'
import { askBlastRadius, blastRadiusRoutes, getBlastRadius } from './blast-radius.ts'
import { createWhatIf, deleteWhatIf, exportWhatIf, getWhatIf, listWhatIfs, whatIfRoutes } from './what-ifs.ts'

testDatabase()

const bearer = new Map<Role, string>()
const root = createRoot({ commonName: '=HYPERLINK("https://evil.test")' })
const now = new Date()

beforeAll(async () => {
  for (const role of roles) bearer.set(role, (await createToken(systemPrincipal, { name: role, role })).token)
  const { id } = await createTrustStore(systemPrincipal, { name: '=Estate', pem: root.pem })
  await setDefaultStore(systemPrincipal, id)
  const endpointId = await addEndpoint(await addSite(), { identityId: await addIdentity('a.test') })
  const chain = [root.issue({ dns: ['a.test'] }).der]
  await recordObservations(systemPrincipal, [{ endpointId, observations: [handshakeAt({ at: now, chain })] }], now)
})

interface Asked {
  readonly as?: Role | null
  readonly params?: Readonly<Record<string, string>>
  readonly query?: string
  readonly body?: unknown
}

async function ask(route: Route, { as = 'admin', params = {}, query = '', body }: Asked = {}) {
  const headers = new Headers({ 'content-type': 'application/json' })
  if (as) headers.set('authorization', `Bearer ${bearer.get(as)}`)
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')
  const init = body === undefined ? {} : { body: JSON.stringify(body) }
  const request = new Request(`http://localhost${path}${query}`, { method: route.method, headers, ...init })
  const response = await route.handler(request, { params: Promise.resolve(params) })
  const text = await response.text()
  return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : null }
}

async function work(id: string): Promise<void> {
  await workAtWhatIf(id, { signal: new AbortController().signal, lastAttempt: true })
}

test('401 without a token; a viewer reads, an analyst asks, an administrator deletes', async () => {
  for (const route of [...whatIfRoutes, ...blastRadiusRoutes]) {
    const body = route.body === undefined ? undefined : {}
    expect(await ask(route, { as: null, body })).toMatchObject({ status: 401 })
    if (route.method === 'GET') expect(route.role).toBe('viewer')
    else expect(await ask(route, { as: 'viewer', body })).toMatchObject({ status: 403 })
  }
  expect(await ask(deleteWhatIf, { as: 'analyst', params: { id: 'x' } })).toMatchObject({ status: 403 })
})

test('a question is taken, answered, listed, exported and forgotten', async () => {
  const change = { removeAnchors: [root.sha256.toUpperCase()] }
  const asked = await ask(createWhatIf, { as: 'analyst', body: { name: 'Without it', change } })
  expect(asked).toMatchObject({ status: 202 })
  const params = { id: asked.body.id }
  expect(await ask(getWhatIf, { as: 'viewer', params })).toMatchObject({ body: { status: 'queued', result: null } })
  expect(await ask(exportWhatIf, { as: 'viewer', params, query: '?format=csv' })).toMatchObject({ status: 409 })
  await work(params.id)
  const { body } = await ask(getWhatIf, { as: 'viewer', params })
  expect(body).toMatchObject({ status: 'done', done: 1, total: 1, createdBy: 'analyst' })
  expect(body.result.broken.listed).toMatchObject([
    { identity: 'a.test', store: '=Estate', after: { trusted: false, reason: 'no-path-to-anchor' } },
  ])
  expect(await ask(listWhatIfs, { as: 'viewer' })).toMatchObject({
    body: { rows: [{ name: 'Without it', broken: 1 }] },
  })
  const { text } = await ask(exportWhatIf, { as: 'viewer', params, query: '?format=csv&turn=broken' })
  const [header, row, ...rest] = Papa.parse<string[]>(text, { skipEmptyLines: true }).data
  expect([header?.length, rest]).toEqual([row?.length, []])
  expect(row?.filter((cell) => /^[=+@-]/.test(cell))).toEqual([])
  expect(await ask(deleteWhatIf, { params })).toMatchObject({ status: 204 })
  expect(await ask(getWhatIf, { params })).toMatchObject({ status: 404 })
})

test('what can’t be read is refused with its place', async () => {
  for (const body of [
    {},
    { change: { at: 'tomorrow' } },
    { change: { removeAnchors: ['ab'.repeat(32)] } },
    { more: 1 },
  ])
    expect(await ask(createWhatIf, { as: 'analyst', body })).toMatchObject({ status: 400 })
  expect(await ask(listWhatIfs, { query: '?cursor=x' })).toMatchObject({ status: 400 })
})

test('what hangs on a key is asked by the key or by a certificate, and read by either', async () => {
  const query = `?certificate=${root.sha256}`
  expect(await ask(getBlastRadius, { as: 'viewer', query })).toMatchObject({ status: 404 })
  const { status, body } = await ask(askBlastRadius, { as: 'analyst', body: { certificate: root.sha256 } })
  expect(status).toBe(202)
  await work(body.id)
  const answer = { spkiSha256: root.spkiSha256, whatIfId: body.id, lost: { endpoints: 1 }, kept: { endpoints: 0 } }
  expect(await ask(getBlastRadius, { as: 'viewer', query })).toMatchObject({ status: 200, body: answer })
  const byKey = await ask(getBlastRadius, { query: `?spki=${root.spkiSha256}` })
  expect(byKey).toMatchObject({ status: 200, body: answer })
  expect(await ask(getBlastRadius, { query: '' })).toMatchObject({ status: 400 })
  expect(await ask(askBlastRadius, { body: { spki: 'ab'.repeat(32) } })).toMatchObject({ status: 404 })
})
