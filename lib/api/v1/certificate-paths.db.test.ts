import { beforeAll, expect, test } from 'vitest'
import { observed } from '#lib/core/observed.ts'
import { type Role, systemPrincipal } from '#lib/core/principal.ts'
import { recordObservations } from '#lib/data/observations/record-observations.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { setDefaultStore } from '#lib/data/trust-stores/change-trust-store.ts'
import { createTrustStore } from '#lib/data/trust-stores/create-trust-store.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite } from '#lib/testing/estate.ts'
import { trust } from '#lib/testing/facts.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import type { Route } from '../define-route.ts'
import { getCertificatePaths } from './certificate-paths.ts'
import { listTrustDisagreements } from './trust-disagreements.ts'

testDatabase()

const root = createRoot()
const leaf = root.issue({ dns: ['pay.example.com'] })
const bearer = new Map<Role, string>()

beforeAll(async () => {
  for (const role of ['viewer', 'analyst', 'admin'] as const)
    bearer.set(role, (await createToken(systemPrincipal, { name: role, role })).token)
  const { id } = await createTrustStore(systemPrincipal, { name: 'Estate', pem: root.pem })
  await setDefaultStore(systemPrincipal, id)
  const endpointId = await addEndpoint(await addSite())
  const second = { engine: 'node:tls', error: 'CERT_HAS_EXPIRED' }
  const said = trust({ secondOpinion: second, store: { id, name: 'Estate', asOf: '2026-11-01', version: 'v1' } })
  const seen = handshakeAt({ at: new Date(), chain: [leaf.der, root.der], facts: { trust: observed(said) } })
  await recordObservations(systemPrincipal, [{ endpointId, depth: 'posture', observations: [seen] }])
})

async function ask(route: Route, role: Role | null, sha256 = '', query = '') {
  const headers = new Headers(role === null ? {} : { authorization: `Bearer ${bearer.get(role)}` })
  const request = new Request(`http://localhost${route.path.replace('{sha256}', sha256)}${query}`, { headers })
  const response = await route.handler(request, { params: Promise.resolve(sha256 === '' ? {} : { sha256 }) })
  return { status: response.status, body: await response.json() }
}

test('the paths of a certificate, with the one that counts and its reasons as codes', async () => {
  expect(await ask(getCertificatePaths, 'viewer', leaf.sha256)).toMatchObject({
    status: 200,
    body: {
      role: 'served',
      groups: [
        {
          store: { name: 'Estate' },
          chosen: { path: [leaf.sha256, root.sha256], objection: null },
          verdict: { exhausted: false },
          fetched: [],
        },
      ],
    },
  })
  expect((await ask(getCertificatePaths, null, leaf.sha256)).status).toBe(401)
  expect((await ask(getCertificatePaths, 'viewer', '00'.repeat(32))).status).toBe(404)
  expect((await ask(getCertificatePaths, 'viewer', 'nonsense')).status).toBe(400)
})

test('disagreements are for administrators', async () => {
  expect(await ask(listTrustDisagreements, 'admin', '', '?limit=1')).toMatchObject({
    status: 200,
    body: { rows: [{ ours: null, theirs: 'CERT_HAS_EXPIRED' }], nextCursor: null, total: { count: 1, exact: true } },
  })
  for (const role of ['viewer', 'analyst'] as const) expect((await ask(listTrustDisagreements, role)).status).toBe(403)
  expect((await ask(listTrustDisagreements, 'admin', '', '?cursor=nonsense')).status).toBe(400)
})
