import { beforeAll, describe, expect, test } from 'vitest'
import { type Role, roles, systemPrincipal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { evaluateDue } from '#lib/data/evaluation/evaluate-due.ts'
import { recordObservations } from '#lib/data/observations/record-observations.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { setDefaultStore } from '#lib/data/trust-stores/change-trust-store.ts'
import { createTrustStore } from '#lib/data/trust-stores/create-trust-store.ts'
import { createLog, issueLogged, logList } from '#lib/testing/certificates/ct-log.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import type { Route } from '../define-route.ts'
import { getCertificateTimestamps } from './certificate-timestamps.ts'
import { getLogList, removeLogList, saveLogList } from './ct-logs.ts'

testDatabase()

const at = new Date(Date.now() - 5 * dayMs)
const root = createRoot()
const [alpha, beta] = [createLog({ name: 'Alpha log' }), createLog()]
const leaf = issueLogged(root, [alpha, beta], { at, dns: ['pay.example.com'] })
const beside = alpha.forCertificate(leaf.der, at).toString('base64')
const file = logList({ Alpha: [alpha] })
const bearer = new Map<Role, string>()

beforeAll(async () => {
  for (const role of roles) bearer.set(role, (await createToken(systemPrincipal, { name: role, role })).token)
  const store = await createTrustStore(systemPrincipal, { name: 'Web', pem: root.pem, publicRoots: true })
  await setDefaultStore(systemPrincipal, store.id)
  const site = await addSite()
  for (const address of ['192.0.2.1', '192.0.2.2']) {
    const endpointId = await addEndpoint(site)
    const facts = { signedTimestamps: { status: 'observed', value: [beside] } } as const
    const seen = handshakeAt({ at: new Date(), address, chain: [leaf.der, root.der], facts })
    await recordObservations(systemPrincipal, [{ endpointId, observations: [seen] }])
  }
  while ((await evaluateDue(new Date())) > 0);
})

async function ask(route: Route, role: Role | null, { sha256, body }: { sha256?: string; body?: unknown } = {}) {
  const headers = new Headers({ 'content-type': 'application/json' })
  if (role !== null) headers.set('authorization', `Bearer ${bearer.get(role)}`)
  const url = `http://localhost${route.path.replace('{sha256}', sha256 ?? '')}`
  const init = body === undefined ? {} : { body: JSON.stringify(body) }
  const request = new Request(url, { method: route.method, headers, ...init })
  const response = await route.handler(request, { params: Promise.resolve(sha256 === undefined ? {} : { sha256 }) })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}

describe('the list of CT logs', () => {
  test('is uploaded and removed by administrators, and read by everybody', async () => {
    expect(await ask(getLogList, 'viewer')).toMatchObject({ status: 200, body: { list: null } })
    expect((await ask(saveLogList, 'analyst', { body: { file } })).status).toBe(403)
    expect((await ask(saveLogList, 'admin', { body: { file: '[]' } })).status).toBe(400)
    const saved = await ask(saveLogList, 'admin', { body: { file, source: 'by hand' } })
    expect(saved).toMatchObject({ status: 200, body: { version: '1.0', logs: 1, changed: true, problems: [] } })
    expect(await ask(getLogList, 'viewer')).toMatchObject({
      body: { list: { source: 'by hand', logs: [{ id: alpha.id, operator: 'Alpha', state: { kind: 'usable' } }] } },
    })
    expect((await ask(removeLogList, 'analyst')).status).toBe(403)
    expect((await ask(removeLogList, 'admin')).status).toBe(204)
    expect((await ask(removeLogList, 'admin')).status).toBe(404)
    expect((await ask(getLogList, null)).status).toBe(401)
  })
})

describe('the SCTs of a certificate', () => {
  const told = async () => (await ask(getCertificateTimestamps, 'viewer', leaf)).body

  test('come each once, with log, operator, time and outcome', async () => {
    await ask(saveLogList, 'admin', { body: { file } })
    const known = { logId: alpha.id, log: 'Alpha log', operator: 'Alpha', at: at.toISOString(), outcome: 'valid' }
    const unknown = { logId: beta.id, log: null, operator: null, at: at.toISOString(), outcome: 'unknown-log' }
    expect(await told()).toEqual({
      list: { version: '1.0', asOf: '2026-11-01T00:00:00.000Z' },
      scts: [
        { from: 'certificate', ...known },
        { from: 'certificate', ...unknown },
        { from: 'handshake', ...known },
      ],
    })
  })

  test('have no outcome without a list', async () => {
    await ask(removeLogList, 'admin')
    const { list, scts } = await told()
    expect([list, ...scts.map(({ outcome }: { outcome: unknown }) => outcome)]).toEqual([null, null, null, null])
    expect((await ask(getCertificateTimestamps, 'viewer', { sha256: '00'.repeat(32) })).status).toBe(404)
  })
})
