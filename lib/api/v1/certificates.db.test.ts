import { beforeAll, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { recordObservations } from '#lib/data/observations/record-observations.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { revokeToken } from '#lib/data/tokens/revoke-token.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import type { Route } from '../define-route.ts'
import { exportCertificates, getCertificate, getCertificatePem, listCertificates } from './certificates.ts'
import { exportRotations, listRotations } from './rotations.ts'

testDatabase()

const root = createRoot()
const formula = root.issue({ dns: ['=cmd.example.com'] })
const next = root.issue({ dns: ['next.example.com'] })
let token = ''

beforeAll(async () => {
  token = (await createToken(systemPrincipal, { name: 'viewer', role: 'viewer' })).token
  const endpointId = await addEndpoint(await addSite())
  for (const [minutes, { der }] of [
    [2, formula],
    [1, next],
  ] as const) {
    await recordObservations(systemPrincipal, [
      {
        endpointId,
        observations: [handshakeAt({ at: new Date(Date.now() - minutes * 60_000), chain: [der, root.der] })],
      },
    ])
  }
})

function ask(route: Route, query = '', options: { readonly sha256?: string; readonly bearer?: string | null } = {}) {
  const { sha256, bearer = token } = options
  const headers = new Headers(bearer === null ? {} : { authorization: `Bearer ${bearer}` })
  const request = new Request(`http://localhost${route.path.replace('{sha256}', sha256 ?? '')}${query}`, { headers })
  return route.handler(request, { params: Promise.resolve(sha256 === undefined ? {} : { sha256 }) })
}

test('200: lists, and the same as an export', async () => {
  const listed = await (await ask(listCertificates, '?role=leaf')).json()
  expect(listed).toMatchObject({
    rows: [{ name: 'next.example.com', endpoints: { count: 1, exact: true } }],
    nextCursor: null,
    total: { count: 1, exact: true },
  })
  const exported = await (await ask(exportCertificates, '?role=leaf&format=json')).json()
  expect(exported.map((row: { sha256: string }) => row.sha256)).toEqual([next.sha256])
  expect(await (await ask(listRotations)).json()).toMatchObject({
    rows: [{ previousSha256: formula.sha256, nextSha256: next.sha256, keyKept: false }],
  })
  expect(await (await ask(exportRotations, '?format=json')).json()).toHaveLength(1)
})

test('200: one, with every interval in which it was served', async () => {
  const one = await (await ask(getCertificate, '', { sha256: formula.sha256.toUpperCase() })).json()
  expect(one).toMatchObject({
    sha256: formula.sha256,
    fields: { subjectAltNames: [{ kind: 'dns', value: '=cmd.example.com' }] },
  })
  expect(one.presences).toMatchObject({
    rows: [{ position: 0, closedAt: expect.any(String) }],
    open: { count: 0 },
    closed: { count: 1, exact: true },
  })
})

test('200: PEM holds exactly the bytes that were seen, as a download', async () => {
  const response = await ask(getCertificatePem, '', { sha256: formula.sha256 })
  expect(await response.text()).toBe(formula.pem)
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[0-9a-f]{16}\.pem"$/)
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
})

test('200: no name becomes a formula in a spreadsheet', async () => {
  expect(await (await ask(exportCertificates, '?format=csv')).text()).toContain(`"'=cmd.example.com"`)
})

test.each([
  ['listCertificates', listCertificates, '?expiry=tomorrow'],
  ['listCertificates', listCertificates, '?sha256=xyz'],
  ['listCertificates', listCertificates, '?colour=red'],
  ['listCertificates', listCertificates, '?limit=0'],
  ['listCertificates', listCertificates, '?cursor=abc'],
  ['exportCertificates', exportCertificates, '?format=xls'],
  ['exportCertificates', exportCertificates, ''],
  ['listRotations', listRotations, '?kept=maybe'],
  ['listRotations', listRotations, '?identity=1'],
])('400: %s', async (_name, route, query) => {
  const response = await ask(route, query)
  expect(response.status).toBe(400)
  expect((await response.json()).errors).toHaveLength(1)
})

test('400: a fingerprint that is none', async () => {
  expect((await ask(getCertificate, '', { sha256: 'abc' })).status).toBe(400)
})

test('401: nobody, and a token that was revoked', async () => {
  const { id, token: revoked } = await createToken(systemPrincipal, { name: 'gone', role: 'viewer' })
  await revokeToken(systemPrincipal, id)
  for (const route of [listCertificates, exportCertificates, listRotations, exportRotations]) {
    expect((await ask(route, '?format=csv', { bearer: null })).status).toBe(401)
    expect((await ask(route, '?format=csv', { bearer: revoked })).status).toBe(401)
  }
})

test('404: a certificate that nobody presented', async () => {
  const sha256 = 'ab'.repeat(32)
  expect((await ask(getCertificate, '', { sha256 })).status).toBe(404)
  expect((await ask(getCertificatePem, '', { sha256 })).status).toBe(404)
})
