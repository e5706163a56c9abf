import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { createEnvironment } from '#lib/data/environments/change-environment.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { setDefaultStore } from '#lib/data/trust-stores/change-trust-store.ts'
import { createTrustStore } from '#lib/data/trust-stores/create-trust-store.ts'
import { pool } from '#lib/db/client.ts'
import { type RunningWorker, startWorker } from '#lib/jobs/worker.ts'
import { askApi, failuresOf, issuer, secret } from '#lib/testing/asking.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows } from '#lib/testing/estate.ts'
import { startTarpit } from '#lib/testing/lab/faulty-servers.ts'
import { startTlsServer, type TlsServer, type TlsServerOptions } from '#lib/testing/lab/tls-server.ts'

testDatabase()
// Real scans, several of them in one test.
vi.setConfig({ testTimeout: 90_000 })

const name = 'payments.example.com'
const root = createRoot()
const leaf = root.issue({ dns: [name] })
const good = { certificateChain: leaf.pem, key: leaf.keyPem }
const otherKey = root.issue({ dns: [name] })
const expired = root.issue({
  dns: [name],
  notBefore: new Date(Date.now() - 90 * dayMs),
  notAfter: new Date(Date.now() - dayMs),
})
const svid = root.issue({ uris: ['spiffe://prod.test/api'] })
const impostor = createRoot({ commonName: 'Somebody else' }).issue({ dns: [name] })

let site = ''
let analyst = ''
let viewer = ''
let worker: RunningWorker
let identityId = ''
const servers: TlsServer[] = []

beforeAll(async () => {
  vi.stubEnv('COUNTERSIGN_SECRET', secret)
  vi.stubEnv('COUNTERSIGN_URL', issuer)
  vi.stubEnv('COUNTERSIGN_SCAN_TIMEOUT_MS', '3000')
  site = await addSite()
  identityId = await addIdentity(name)
  const store = await createTrustStore(systemPrincipal, { name: 'Estate', pem: root.pem })
  await setDefaultStore(systemPrincipal, store.id)
  analyst = (await createToken(systemPrincipal, { name: 'pipeline', role: 'analyst' })).token
  viewer = (await createToken(systemPrincipal, { name: 'reader', role: 'viewer' })).token
  worker = await startWorker({ sites: [site] })
})
afterAll(async () => {
  await worker.stop()
  await Promise.all(servers.map((server) => server.close()))
  vi.unstubAllEnvs()
})

async function serve(options: TlsServerOptions = good): Promise<TlsServer> {
  const server = await startTlsServer(options)
  servers.push(server)
  return server
}

function at({ address, port }: { address: string; port: number }, more: object = {}) {
  return { endpoint: { host: address, port, serverName: name }, identity: name, ...more }
}

async function inInventory(server: { address: string; port: number }, identity: string | undefined = identityId) {
  return addEndpoint(site, { host: server.address, port: server.port, serverName: name, identityId: identity })
}

describe('an endpoint of the inventory', () => {
  test('is proven by a scan, and afterwards by its evidence: the answer says what a client has to find', async () => {
    const server = await serve()
    const endpointId = await inInventory(server)
    const first = await askApi(analyst, at(server, { nonce: 'n-1', audience: 'gateway' }))
    const { answer } = first
    expect([first.status, answer.verdict, answer.obstacle]).toEqual([200, 'proven', null])
    expect(answer).toMatchObject({
      iss: issuer,
      sub: name,
      aud: 'gateway',
      nonce: 'n-1',
      asked: { endpoint: { id: endpointId, site: 'default' }, identity: { id: identityId }, maxAgeSeconds: null },
      trustStore: { name: 'Estate' },
      expect: { serverName: name, leaves: [{ sha256: leaf.sha256 }] },
      evidence: { scanned: true, observations: [{ address: '127.0.0.1', outcome: 'handshake' }] },
    })
    expect(answer.ladder.mutual.status).toBe('not_expected')
    expect(answer.exp - answer.iat).toBeLessThanOrEqual(300)

    const connections = server.connections()
    const again = await askApi(viewer, at(server, { maxAgeSeconds: 3600 }))
    expect(again.answer).toMatchObject({ verdict: 'proven', evidence: { scanned: false } })
    expect(again.answer.evidence.observations[0]?.id).toMatch(/^[0-9a-f-]{36}$/)
    expect(server.connections()).toBe(connections)
    expect(await countRows('verify_question', `endpoint_id = '${endpointId}' AND identity_id = '${identityId}'`)).toBe(
      2,
    )
  })

  test('whose backend was swapped is proven by what is old, and not by what is young', async () => {
    const server = await serve()
    await inInventory(server)
    expect((await askApi(analyst, at(server, { pins: [spkiOf(leaf)] }))).answer.verdict).toBe('proven')
    server.setCredentials({ certificateChain: impostor.pem, key: impostor.keyPem })
    const old = await askApi(analyst, at(server, { maxAgeSeconds: 3600 }))
    expect(old.answer).toMatchObject({ verdict: 'proven', evidence: { scanned: false } })
    expect(old.answer.expect?.leaves.map(({ sha256 }) => sha256)).toEqual([leaf.sha256])
    const young = await askApi(analyst, at(server, { maxAgeSeconds: 0 }))
    expect(young.answer).toMatchObject({ verdict: 'not-proven', expect: null, evidence: { scanned: true } })
    expect(young.answer.ladder.trusted.status).toBe('fail')
  })

  test('that is bound to another identity is judged as the one that is asked for', async () => {
    const server = await serve({ certificateChain: svid.pem, key: svid.keyPem })
    const other = await addIdentity('other.example.com')
    await inInventory(server, other)
    const { endpoint } = at(server)
    const spiffe = await askApi(analyst, { endpoint, identity: 'spiffe://prod.test/api' })
    expect(spiffe.answer).toMatchObject({ verdict: 'proven', asked: { identity: { kind: 'spiffe', id: null } } })
    const bound = await askApi(analyst, { endpoint, identity: 'other.example.com', maxAgeSeconds: 3600 })
    expect(bound.answer).toMatchObject({ verdict: 'not-proven', asked: { identity: { id: other } } })
    expect(failuresOf(bound.answer, 'bound')).toContain('identity-reference-mismatch')
  })

  test('that went silent is not assessable, whatever was seen of it before', async () => {
    const server = await startTlsServer({ certificateChain: expired.pem, key: expired.keyPem })
    await inInventory(server)
    expect((await askApi(analyst, at(server))).answer.verdict).toBe('not-proven')
    await server.close()
    const tarpit = await startTarpit({ port: server.port })
    const { answer } = await askApi(analyst, at(server, { maxAgeSeconds: 0 }))
    await tarpit.close()
    expect(answer).toMatchObject({ verdict: 'not-assessable', obstacle: null, expect: null })
    expect(JSON.stringify(answer.ladder)).toContain('timeout')
  })

  test('is asked about by many at once for one scan', async () => {
    const server = await serve()
    const id = await inInventory(server)
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => askApi(analyst, at(server, { maxAgeSeconds: 60 }))),
    )
    expect(replies.map(({ answer }) => answer.verdict)).toEqual(Array(6).fill('proven'))
    expect(await countRows('scan_target', `endpoint_id = '${id}'`)).toBe(1)
  })
})

function spkiOf(issued: { spkiSha256: string }) {
  return issued.spkiSha256
}

describe('an impostor is told by', () => {
  test.each([
    ['a key that is not the pinned one', otherKey, { pins: [spkiOf(leaf)] }, 'bound', 'identity-pin-mismatch'],
    [
      'the name of somebody else',
      root.issue({ dns: ['other.example.com'] }),
      {},
      'bound',
      'identity-reference-mismatch',
    ],
    ['the right name from an authority that nobody trusts', impostor, {}, 'trusted', 'chain-untrusted-anchor'],
    ['a certificate whose time is over', expired, {}, 'current', 'validity-expired'],
  ] as const)('%s', async (_, issued, more, rung, checkId) => {
    const server = await serve({ certificateChain: issued.pem, key: issued.keyPem })
    const { answer } = await askApi(analyst, at(server, more))
    expect(answer).toMatchObject({ verdict: 'not-proven', expect: null })
    expect(failuresOf(answer, rung)).toContain(checkId)
    const reason = answer.ladder[rung].because.find((one) => one.checkId === checkId)
    expect(reason).toMatchObject({ title: expect.any(String), evidence: expect.any(Object) })
  })

  test('taking clients without proof where they are expected to have one', async () => {
    const [open, closed] = [await serve(), await serve({ ...good, clients: 'required', ca: root.pem })]
    const asked = { mtls: 'required' }
    const { answer } = await askApi(analyst, at(open, asked))
    expect([answer.verdict, ...failuresOf(answer, 'mutual')]).toEqual(['not-proven', 'mtls-not-enforced'])
    const enforced = await askApi(analyst, at(closed, asked))
    expect(enforced.answer.ladder.mutual.status).toBe('pass')
    expect(enforced.answer.verdict).toBe('proven')
  })

  test('the policy of the identity as well: a question narrows its pins, and never widens them', async () => {
    const pinned = 'pinned.example.com'
    await addIdentity(pinned, { policy: { pins: [spkiOf(leaf)] } })
    const mine = root.issue({ dns: [pinned] })
    const server = await serve({ certificateChain: mine.pem, key: mine.keyPem })
    const { endpoint } = at(server)
    const { answer } = await askApi(analyst, { endpoint, identity: pinned, pins: [spkiOf(mine)] })
    expect(failuresOf(answer, 'bound')).toContain('identity-pin-mismatch')
  })

  test('lacking revocation evidence that the policy requires: not assessable, by a code of its own', async () => {
    const strict = 'strict.example.com'
    await addIdentity(strict, { policy: { revocationEvidence: 'required' } })
    const mine = root.issue({ dns: [strict] })
    const server = await serve({ certificateChain: mine.pem, key: mine.keyPem })
    const { host, port } = at(server).endpoint
    const { answer } = await askApi(analyst, { endpoint: { host, port, serverName: strict }, identity: strict })
    expect([answer.verdict, answer.ladder.current.status]).toEqual(['not-assessable', 'not_assessed'])
    expect(answer.ladder.current.because.map(({ code }) => code)).toEqual(['revocation-absent'])
  })
})

describe('an endpoint that is in no inventory', () => {
  test('is not proven by a key that was found elsewhere', async () => {
    const stolen = root.issue({ dns: [name] })
    await pool().query(
      `INSERT INTO key_exposure (spki_sha256, location, found_by) VALUES (decode($1, 'hex'), 'a repository', 'somebody')`,
      [stolen.spkiSha256],
    )
    const server = await serve({ certificateChain: stolen.pem, key: stolen.keyPem })
    const { answer } = await askApi(analyst, at(server))
    expect([answer.verdict, ...failuresOf(answer, 'bound')]).toEqual(['not-proven', 'private-key-exposed'])
  })

  test('is not proven by a key of another environment', async () => {
    const environment = (called: string) => createEnvironment(systemPrincipal, { name: called, production: false })
    const staged = 'staged.example.com'
    await addIdentity(staged, { environmentId: await environment('staging') })
    const live = await addIdentity('live.example.com', { environmentId: await environment('live') })
    const own = root.issue({ dns: ['live.example.com'] })
    const reused = root.issue({ dns: [staged], key: own.key })
    const known = await serve({ certificateChain: own.pem, key: own.keyPem })
    await inInventory(known, live)
    await askApi(analyst, { ...at(known), identity: 'live.example.com' })
    const server = await serve({ certificateChain: reused.pem, key: reused.keyPem })
    const { answer } = await askApi(analyst, { ...at(server), identity: staged })
    expect(failuresOf(answer, 'bound')).toContain('reuse-key-across-environments')
  })

  test('is looked at under the scope of the site, and leaves nothing but the question', async () => {
    const server = await serve()
    const before = await countRows('endpoint')
    const { answer } = await askApi(analyst, at(server))
    expect(answer).toMatchObject({
      verdict: 'proven',
      asked: { endpoint: { id: null } },
      evidence: { scanned: true, observations: [{ id: null, leaf: { sha256: leaf.sha256 } }] },
    })
    expect(await countRows('endpoint')).toBe(before)
    expect(await countRows('certificate', `encode(sha256, 'hex') = '${leaf.sha256}'`)).toBeLessThanOrEqual(1)
    expect(await countRows('verify_look')).toBe(0)
  })

  test('is recorded where that is asked for, bound to the identity', async () => {
    const server = await serve()
    const { answer } = await askApi(analyst, at(server, { record: true }))
    expect(answer.verdict).toBe('proven')
    const { rows } = await pool().query('SELECT identity_id FROM endpoint WHERE id = $1', [answer.asked.endpoint.id])
    expect(rows).toEqual([{ identity_id: identityId }])
  })

  test.each([
    ['169.254.169.254', 'blocked-by-scope'],
    ['10.1.2.3', 'blocked-by-scope'],
    ['no-such-host.invalid', 'dns-failure'],
  ])('%s is not assessable: %s', async (host, reason) => {
    const { answer } = await askApi(analyst, { endpoint: { host }, identity: name })
    expect(answer).toMatchObject({ verdict: 'not-assessable', obstacle: null, expect: null })
    expect(JSON.stringify(answer.ladder)).toContain(reason)
  })
})

describe('where there can be no scan, the answer is not assessable and says why', () => {
  test('a viewer gets what is on record, and starts nothing', async () => {
    const server = await serve()
    await inInventory(server)
    const { answer } = await askApi(viewer, at(server, { maxAgeSeconds: 60 }))
    expect(answer).toMatchObject({ verdict: 'not-assessable', obstacle: { code: 'scan-not-allowed' }, expect: null })
    expect(server.connections()).toBe(0)
    expect(await countRows('verify_question', `id = '${answer.jti}' AND verdict = 'not-assessable'`)).toBe(1)
  })

  test('nobody looks from a site that is not there, or that has no worker', async () => {
    await addSite('far')
    const from = (where: string) => ({ endpoint: { host: '127.0.0.1', port: 1, site: where }, identity: name })
    expect((await askApi(analyst, from('far'))).answer.obstacle?.code).toBe('no-worker')
    expect((await askApi(analyst, from('nowhere'))).answer.obstacle?.code).toBe('no-site')
  })

  test('scans of the endpoint are switched off', async () => {
    const server = await serve()
    const id = await inInventory(server)
    await pool().query('UPDATE endpoint SET enabled = false WHERE id = $1', [id])
    expect((await askApi(analyst, at(server))).answer).toMatchObject({
      verdict: 'not-assessable',
      obstacle: { code: 'endpoint-disabled' },
    })
  })

  test('the scan is not over in time', async () => {
    const tarpit = await startTarpit()
    const inside = await startTarpit()
    await inInventory(inside)
    const replies = await Promise.all([tarpit, inside].map((one) => askApi(analyst, at(one, { waitSeconds: 1 }))))
    await Promise.all([tarpit.close(), inside.close()])
    // A busy machine may not even have begun it.
    const inTime = expect.stringMatching(/^scan-(late|not-begun)$/)
    for (const { answer } of replies) {
      expect(answer).toMatchObject({ verdict: 'not-assessable', obstacle: { code: inTime }, expect: null })
    }
  })
})
