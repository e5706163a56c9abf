import { once } from 'node:events'
import http from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { dayMs, hourMs } from '#lib/core/time.ts'
import { evaluateDue } from '#lib/data/evaluation/evaluate-due.ts'
import { recordObservations } from '#lib/data/observations/record-observations.ts'
import { setFetching } from '#lib/data/revocation/fetch-switch.ts'
import { setDefaultStore } from '#lib/data/trust-stores/change-trust-store.ts'
import { createTrustStore } from '#lib/data/trust-stores/create-trust-store.ts'
import { pool } from '#lib/db/client.ts'
import { createPacer } from '#lib/scan/pacer.ts'
import { ocspAnswer } from '#lib/testing/certificates/ocsp-answer.ts'
import { revocationList } from '#lib/testing/certificates/revocation-list.ts'
import { createRoot, type Issued, type IssueOptions } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows, oneRow } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import type { JobContext } from './handler.ts'
import { runFetches } from './run-fetches.ts'

testDatabase('test')

const root = createRoot()
const issuing = root.intermediate()
const now = new Date()
const yesterday = new Date(now.getTime() - dayMs)
const tomorrow = new Date(now.getTime() + dayMs)
const limits = { overallMs: 2000, connectMs: 500, idleMs: 500 }

/** What the CA's web server gives, by path; and what it was asked. */
let answers: Map<string, Buffer | (() => Buffer)>
let asked: { path: string; body: Buffer }[]
let server: http.Server
let base: string
let siteId: string

beforeEach(async () => {
  answers = new Map()
  asked = []
  server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const path = request.url ?? ''
    asked.push({ path, body: Buffer.concat(chunks) })
    const answer = answers.get(path)
    if (answer === undefined) response.writeHead(404).end()
    else response.end(typeof answer === 'function' ? answer() : answer)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  base = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`
  siteId = await addSite()
  const store = await createTrustStore(systemPrincipal, { name: 'Own', pem: root.pem })
  await setDefaultStore(systemPrincipal, store.id)
})

afterEach(async () => {
  await new Promise((done) => server.close(done))
})

function context(change: Partial<JobContext> = {}): JobContext {
  return {
    signal: new AbortController().signal,
    siteId,
    concurrency: 4,
    timeoutMs: 1000,
    ownServices: [],
    lastAttempt: false,
    pacer: createPacer(),
    ...change,
  }
}

function issue(options: IssueOptions = {}): Issued {
  return issuing.issue({ dns: ['payments.example.com'], notBefore: new Date(now.getTime() - 10 * dayMs), ...options })
}

async function serve(leaf: Issued, chain: readonly Issued[] = [issuing], staple?: Buffer): Promise<string> {
  const host = `host-${leaf.sha256.slice(0, 6)}.example.com`
  const endpointId = await addEndpoint(siteId, { host, identityId: await addIdentity(host) })
  await see(endpointId, leaf, chain, staple)
  return endpointId
}

async function see(endpointId: string, leaf: Issued, chain: readonly Issued[] = [issuing], staple?: Buffer) {
  const facts = staple && { ocspStaple: { status: 'observed', value: staple.toString('base64') } as const }
  const observation = handshakeAt({
    at: new Date(),
    chain: [leaf, ...chain].map(({ der }) => der),
    ...(facts && { facts }),
  })
  await recordObservations(systemPrincipal, [{ endpointId, observations: [observation] }], new Date())
}

async function verdictOf(endpointId: string, checkId = 'revocation-revoked-in-use') {
  while ((await evaluateDue(new Date())) > 0);
  return oneRow('SELECT outcome, reason, evidence FROM verdict WHERE subject_id = $1 AND check_id = $2', [
    endpointId,
    checkId,
  ])
}

const fetchAll = (change: Partial<JobContext> = {}) => runFetches(context(change), limits)
const dueNow = () => pool().query('UPDATE fetched_document SET next_fetch_at = now()')
const list = (revoked: readonly Issued[] = [], change: Partial<Parameters<typeof revocationList>[0]> = {}) =>
  revocationList({
    issuer: issuing,
    thisUpdate: yesterday,
    nextUpdate: tomorrow,
    revoked: revoked.map((one) => ({ serial: serialOf(one), at: yesterday, reason: 1 })),
    ...change,
  })
const serials = new Map<string, bigint>()
let nextSerial = 1000n
function serialOf({ sha256 }: Issued): bigint {
  return serials.get(sha256) ?? 0n
}
function listed(options: IssueOptions = {}): Issued {
  nextSerial += 1n
  const leaf = issue({ crlUrls: [`${base}/ca.crl`], serial: nextSerial, ...options })
  serials.set(leaf.sha256, nextSerial)
  return leaf
}

describe('lists', () => {
  test('one fetch for the whole estate; good and revoked are told with their evidence', async () => {
    const [good, bad] = [listed(), listed()]
    answers.set('/ca.crl', list([bad]))
    const [at, other] = [await serve(good), await serve(bad)]
    expect(await verdictOf(at)).toMatchObject({ outcome: 'not_assessed' })
    await fetchAll()
    expect(asked).toHaveLength(1)
    expect(await verdictOf(at)).toMatchObject({ outcome: 'pass' })
    expect(await verdictOf(other)).toMatchObject({
      outcome: 'fail',
      evidence: {
        addresses: [
          {
            sources: [
              {
                source: 'crl',
                url: `${base}/ca.crl`,
                status: 'revoked',
                reason: 'keyCompromise',
                thisUpdate: new Date(Math.floor(yesterday.getTime() / 1000) * 1000).toISOString(),
                evidenceSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
              },
            ],
          },
        ],
      },
    })
    await fetchAll()
    expect(asked).toHaveLength(1)
  })

  test('a certificate that comes later is judged by the list that is there', async () => {
    const [first, later] = [listed(), listed()]
    answers.set('/ca.crl', list([later]))
    await serve(first)
    await fetchAll()
    const at = await serve(later)
    await fetchAll()
    expect(asked).toHaveLength(1)
    expect(await verdictOf(at)).toMatchObject({ outcome: 'fail' })
  })

  test('a revocation that comes with the next list is seen, and an older list does not undo it', async () => {
    const leaf = listed()
    answers.set('/ca.crl', list())
    const at = await serve(leaf)
    await fetchAll()
    expect(await verdictOf(at)).toMatchObject({ outcome: 'pass' })
    answers.set('/ca.crl', list([leaf], { thisUpdate: new Date(now.getTime() - hourMs), number: 2 }))
    await dueNow()
    await fetchAll()
    expect(await verdictOf(at)).toMatchObject({ outcome: 'fail' })
    answers.set('/ca.crl', list())
    await dueNow()
    await fetchAll()
    expect(await verdictOf(at)).toMatchObject({ outcome: 'fail' })
  })

  test('what nobody verified vouches for nothing, and takes no place of what was verified', async () => {
    const leaf = listed()
    const forged = revocationList({
      issuer: issuing,
      key: createRoot().key,
      thisUpdate: yesterday,
      nextUpdate: tomorrow,
    })
    answers.set('/ca.crl', forged)
    const at = await serve(leaf)
    await fetchAll()
    expect(await verdictOf(at)).toMatchObject({
      outcome: 'not_assessed',
      reason: expect.stringContaining('signature-mismatch'),
    })
    answers.set('/ca.crl', list())
    await dueNow()
    await fetchAll()
    expect(await verdictOf(at)).toMatchObject({ outcome: 'pass' })
    answers.set('/ca.crl', forged)
    await dueNow()
    await fetchAll()
    expect(await verdictOf(at)).toMatchObject({ outcome: 'pass' })
    expect(await oneRow('SELECT failure, failures FROM fetched_document')).toMatchObject({ failures: 1 })
  })

  test('past its nextUpdate a list vouches for nothing, by itself', async () => {
    const leaf = listed()
    answers.set('/ca.crl', list([], { nextUpdate: new Date(now.getTime() + hourMs) }))
    const at = await serve(leaf)
    await fetchAll()
    expect(await verdictOf(at)).toMatchObject({ outcome: 'pass' })
    const later = new Date(now.getTime() + 2 * hourMs)
    while ((await evaluateDue(later)) > 0);
    const { outcome, reason } = await oneRow(
      `SELECT outcome, reason FROM verdict WHERE subject_id = $1 AND check_id = 'revocation-revoked-in-use'`,
      [at],
    )
    expect([outcome, reason]).toEqual(['not_assessed', expect.stringContaining('stale since')])
  })

  test('where nothing can be fetched the reason is told, and tried again ever later', async () => {
    const at = await serve(listed())
    await fetchAll()
    expect(await verdictOf(at)).toMatchObject({
      outcome: 'not_assessed',
      reason: expect.stringContaining('http-status 404'),
    })
    await dueNow()
    await fetchAll()
    const { failures, wait } = await oneRow(
      'SELECT failures, extract(epoch FROM next_fetch_at - now())::int AS wait FROM fetched_document',
    )
    expect(failures).toBe(2)
    expect(wait).toBeGreaterThan(600)
  })
})

describe('responders', () => {
  const answer = (leaf: Issued, change: object = {}) =>
    ocspAnswer({
      issuer: issuing,
      producedAt: yesterday,
      answers: [{ certificate: leaf, status: 'good', thisUpdate: yesterday, nextUpdate: tomorrow, ...change }],
    })

  test('are asked once for each certificate, by POST; good, revoked and unknown', async () => {
    const leaf = issue({ ocspUrls: [`${base}/ocsp`] })
    const at = await serve(leaf)
    answers.set('/ocsp', answer(leaf))
    await fetchAll()
    expect(asked).toMatchObject([{ path: '/ocsp' }])
    expect(asked[0]?.body.length).toBeGreaterThan(60)
    expect(await verdictOf(at)).toMatchObject({ outcome: 'pass' })
    answers.set(
      '/ocsp',
      answer(leaf, { status: { revokedAt: yesterday, reason: 4 }, thisUpdate: new Date(now.getTime() - hourMs) }),
    )
    await dueNow()
    await fetchAll()
    expect(await verdictOf(at)).toMatchObject({ outcome: 'fail' })
  })

  test('an answer on another certificate says nothing', async () => {
    const leaf = issue({ ocspUrls: [`${base}/ocsp`] })
    const at = await serve(leaf)
    answers.set('/ocsp', answer(issue()))
    await fetchAll()
    expect(await verdictOf(at)).toMatchObject({
      outcome: 'not_assessed',
      reason: expect.stringContaining('no-matching-response'),
    })
  })

  test('revoked by one source and good by another: the disagreement is told, and revoked wins', async () => {
    const leaf = listed({ ocspUrls: [`${base}/ocsp`] })
    answers.set('/ocsp', answer(leaf))
    answers.set('/ca.crl', list([leaf]))
    const at = await serve(leaf)
    await fetchAll()
    expect(await verdictOf(at)).toMatchObject({
      outcome: 'fail',
      evidence: { addresses: [{ disagreement: expect.any(String) }] },
    })
  })

  test('staples are judged without a fetch: signer, window and certificate', async () => {
    const leaf = issue({ ocspUrls: [`${base}/ocsp`] })
    expect(await verdictOf(await serve(leaf, [issuing], answer(leaf)))).toMatchObject({ outcome: 'pass' })
    expect(await oneRow('SELECT source, status FROM revocation_status')).toEqual({ source: 'staple', status: 'good' })
    const bad = issue()
    expect(
      await verdictOf(await serve(bad, [issuing], answer(bad, { status: { revokedAt: yesterday } }))),
    ).toMatchObject({ outcome: 'fail' })
    const strange = issue({ ocspUrls: [`${base}/ocsp`] })
    const unsigned = ocspAnswer({
      issuer: issuing,
      responder: createRoot(),
      producedAt: yesterday,
      answers: [{ certificate: strange, status: 'good', thisUpdate: yesterday, nextUpdate: tomorrow }],
    })
    expect(await verdictOf(await serve(strange, [issuing], unsigned))).toMatchObject({ outcome: 'not_assessed' })
  })
})

describe('issuers', () => {
  test('complete a path, are on record, and change verdicts by themselves', async () => {
    const leaf = issue({ caIssuersUrls: [`${base}/issuing.cer`] })
    const at = await serve(leaf, [])
    expect(await verdictOf(at, 'chain-untrusted-anchor')).toMatchObject({ outcome: 'fail' })
    answers.set('/issuing.cer', issuing.der)
    await fetchAll()
    expect(await verdictOf(at, 'chain-untrusted-anchor')).toMatchObject({ outcome: 'pass' })
    expect(await verdictOf(at, 'chain-incomplete')).toMatchObject({ outcome: 'fail' })
    expect(await countRows('certificate', `sha256 = '\\x${issuing.sha256}'`)).toBe(1)
  })

  test('a revoked one fails what stands below it', async () => {
    const serial = 77n
    const revokedCa = root.intermediate({ commonName: 'Revoked CA', serial, crlUrls: [`${base}/root.crl`] })
    answers.set(
      '/root.crl',
      revocationList({ issuer: root, thisUpdate: yesterday, nextUpdate: tomorrow, revoked: [{ serial }] }),
    )
    const at = await serve(revokedCa.issue({ dns: ['payments.example.com'] }), [revokedCa])
    await fetchAll()
    expect(await verdictOf(at)).toMatchObject({
      outcome: 'fail',
      evidence: { addresses: [{ issuerSha256: revokedCa.sha256 }] },
    })
  })
})

describe('conduct', () => {
  test('what the scope forbids is not asked, and says so', async () => {
    await pool().query(`UPDATE site SET allow = '{}'`)
    const at = await serve(listed())
    await fetchAll()
    expect(asked).toHaveLength(0)
    expect(await verdictOf(at)).toMatchObject({ reason: expect.stringContaining('blocked-by-scope') })
  })

  test('nothing is fetched where it is switched off', async () => {
    await serve(listed())
    await setFetching(systemPrincipal, siteId, false)
    await fetchAll()
    expect(asked).toHaveLength(0)
    await setFetching(systemPrincipal, siteId, true)
    await fetchAll()
    expect(asked).toHaveLength(1)
  })

  test('two runs at once ask each thing once', async () => {
    for (let count = 0; count < 5; count += 1) await serve(listed({ crlUrls: [`${base}/${count}.crl`] }))
    await Promise.all([fetchAll(), fetchAll()])
    expect(asked.map(({ path }) => path).sort()).toEqual(['/0.crl', '/1.crl', '/2.crl', '/3.crl', '/4.crl'])
  })

  test('what a stopping worker did not try is left to the next', async () => {
    const stopping = new AbortController()
    for (let count = 0; count < 3; count += 1) await serve(listed({ crlUrls: [`${base}/${count}.crl`] }))
    for (let count = 0; count < 3; count += 1)
      answers.set(`/${count}.crl`, () => {
        stopping.abort()
        return list()
      })
    await fetchAll({ signal: stopping.signal })
    expect(asked).toHaveLength(1)
    expect(await countRows('fetched_document', 'next_fetch_at <= now()')).toBe(3)
  })

  test('what no certificate points at any more is forgotten', async () => {
    const endpointId = await serve(listed())
    await fetchAll()
    await see(endpointId, issue())
    await fetchAll()
    expect(await countRows('fetched_document')).toBe(0)
  })

  test('a certificate can’t make many fetches, nor ones of other kinds', async () => {
    const crlUrls = ['ldap://127.0.0.1/cn=x', ...Array.from({ length: 50 }, (_, index) => `${base}/${index}.crl`)]
    await serve(listed({ crlUrls }))
    await fetchAll()
    expect(asked.length).toBeLessThan(9)
  })
})
