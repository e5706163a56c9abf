import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { checkStatement } from '#lib/checks/verification/check-statement.ts'
import { verifyCompact } from '#lib/core/jws.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { requireFilter } from '#lib/data/filter.ts'
import { prune } from '#lib/data/prune.ts'
import { rotateSigningKey } from '#lib/data/signing/signing-keys.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { questionLimit } from '#lib/data/verify/admit-question.ts'
import { questionFilter } from '#lib/data/verify/filter.ts'
import { exportQuestions, listQuestions } from '#lib/data/verify/list-questions.ts'
import { pool } from '#lib/db/client.ts'
import { askApi, issuer, publicKeys, secret } from '#lib/testing/asking.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows } from '#lib/testing/estate.ts'
import { jwks } from '../jwks.ts'
import { exportQuestionsRoute, getQuestionRoute, listQuestionsRoute, verify } from './verify.ts'

testDatabase()

let viewer = ''
let analyst = ''
let identityId = ''
let endpointId = ''
const question = { endpoint: { host: 'api.example.test' }, identity: 'api.example.test', maxAgeSeconds: 60 }

beforeAll(async () => {
  vi.stubEnv('COUNTERSIGN_SECRET', secret)
  vi.stubEnv('COUNTERSIGN_URL', issuer)
  const site = await addSite()
  identityId = await addIdentity('api.example.test')
  endpointId = await addEndpoint(site, { host: 'api.example.test', identityId })
})
afterAll(() => vi.unstubAllEnvs())
beforeEach(async () => {
  viewer = (await createToken(systemPrincipal, { name: 'reader', role: 'viewer' })).token
  analyst = (await createToken(systemPrincipal, { name: 'pipeline', role: 'analyst' })).token
})

describe('what is no question is refused', () => {
  test.each([
    [{ ...question, identity: 'not a name' }, 'identity'],
    [{ ...question, identity: '*.example.test' }, 'identity'],
    [{ ...question, identity: 'spiffe://UPPER/x' }, 'identity'],
    [{ ...question, endpoint: { host: '127.1' } }, 'endpoint.host'],
    [{ ...question, endpoint: { host: 'a.test', port: 0 } }, 'endpoint.port'],
    [{ ...question, endpoint: { host: 'a.test', serverName: 'a b' } }, 'endpoint.serverName'],
    [{ ...question, endpoint: { host: 'http://a.test' } }, 'endpoint.host'],
    [{ ...question, endpoint: { host: 'a.test', transport: 'gopher' } }, 'endpoint.transport'],
    [{ ...question, pins: [] }, 'pins'],
    [{ ...question, pins: ['zz'] }, 'pins.0'],
    [{ ...question, pins: Array(101).fill('ab'.repeat(32)) }, 'pins'],
    [{ ...question, mtls: 'sometimes' }, 'mtls'],
    [{ ...question, maxAgeSeconds: -1 }, 'maxAgeSeconds'],
    [{ ...question, maxAgeSeconds: 1.5 }, 'maxAgeSeconds'],
    [{ ...question, waitSeconds: 3600 }, 'waitSeconds'],
    [{ ...question, nonce: 'a\nb' }, 'nonce'],
    [{ ...question, nonce: '\u202e' }, 'nonce'],
    [{ ...question, nonce: 'x'.repeat(257) }, 'nonce'],
    [{ ...question, audience: ['a'] }, 'audience'],
    [{ ...question, max_age: 1 }, ''],
    [[question], ''],
    [null, ''],
  ])('%j', async (body, at) => {
    const { status, body: told } = await askApi(viewer, body)
    expect(status).toBe(400)
    expect(JSON.stringify(told)).toContain(at)
    expect(JSON.stringify(told)).not.toContain('statement')
  })

  test('nor is what is no JSON, or far too much of it', async () => {
    expect((await askApi(viewer, '{')).status).toBe(400)
    expect((await askApi(viewer, { ...question, nonce: 'x'.repeat(100_000) })).status).toBe(413)
    expect((await askApi('cs_wrong', question)).status).toBe(401)
    expect(await countRows('verify_question')).toBe(0)
  })
})

describe('every question is on record', () => {
  test('who asked, what, and the statement that was given', async () => {
    const { answer, statement } = await askApi(viewer, { ...question, nonce: 'n' })
    const request = (path: string) =>
      new Request(`http://localhost${path}`, { headers: { authorization: `Bearer ${viewer}` } })
    const one = await getQuestionRoute.handler(request(''), { params: Promise.resolve({ id: answer.jti }) })
    expect(await one.json()).toMatchObject({
      id: answer.jti,
      actorKind: 'token',
      actorName: 'reader',
      identityId,
      endpointId,
      verdict: 'not-assessable',
      scanned: false,
      obstacle: expect.stringContaining('analyst'),
      statement,
      answer,
    })
    const listed = await listQuestionsRoute.handler(request(`/?identity=${identityId}&verdict=not-assessable`), {
      params: Promise.resolve({}),
    })
    expect(await listed.json()).toMatchObject({ rows: [{ id: answer.jti }], total: { count: 1, exact: true } })
    const file = await exportQuestionsRoute.handler(request(`/?format=csv&actor=reader`), {
      params: Promise.resolve({}),
    })
    expect(await file.text()).toContain(answer.jti)
  })

  test('list, count and export of one filter agree', async () => {
    for (const host of ['a.example.test', 'b.example.test', 'c.example.test'])
      await askApi(analyst, { ...question, endpoint: { host }, identity: host })
    for (const query of [
      {},
      { actor: 'pipeline' },
      { scanned: 'false' },
      { q: 'b.example' },
      { verdict: 'proven' },
      { limit: '1' },
    ]) {
      const filter = requireFilter(questionFilter, query)
      const page = await listQuestions(systemPrincipal, filter)
      const all = await Array.fromAsync(exportQuestions(systemPrincipal, filter))
      expect(all).toHaveLength(page.total.count)
      expect(all.slice(0, page.rows.length)).toEqual(page.rows)
    }
  })

  test('until it is older than 400 days', async () => {
    const { answer } = await askApi(viewer, question)
    const kept = await askApi(viewer, question)
    await pool().query(`UPDATE verify_question SET at = now() - interval '401 days' WHERE id = $1`, [answer.jti])
    await prune()
    expect(await countRows('verify_question', `id = '${answer.jti}'`)).toBe(0)
    expect(await countRows('verify_question', `id = '${kept.answer.jti}'`)).toBe(1)
  })

  test('and stays where what it was about is removed', async () => {
    const gone = await addIdentity('gone.example.test')
    const { answer } = await askApi(viewer, { ...question, identity: 'gone.example.test' })
    expect(answer.asked.identity.id).toBe(gone)
    await pool().query('DELETE FROM identity WHERE id = $1', [gone])
    expect(await countRows('verify_question', `id = '${answer.jti}' AND identity_id IS NULL`)).toBe(1)
  })
})

test('a token asks so many questions in a minute, and no more; the first that is refused is in the audit log', async () => {
  const { id, token } = await createToken(systemPrincipal, { name: 'flood', role: 'viewer' })
  await askApi(token, question)
  await pool().query('UPDATE rate_limit SET count = $2 WHERE key = $1', [`verify|token|${id}`, questionLimit])
  const before = await countRows('verify_question')
  for (const _ of [1, 2, 3]) expect((await askApi(token, question)).status).toBe(429)
  expect(await countRows('verify_question')).toBe(before)
  expect(await countRows('audit_entry', `action = 'verify.refuse' AND actor_id = '${id}'`)).toBe(1)
  expect((await askApi(viewer, question)).status).toBe(200)
})

test('an endpoint that is known by the name that is sent to it is another where none is sent', async () => {
  const asked = async (endpoint: object) => (await askApi(viewer, { ...question, endpoint })).answer.asked.endpoint.id
  expect(await asked({ host: 'api.example.test' })).toBe(endpointId)
  expect(await asked({ host: 'api.example.test', serverName: '' })).toBeNull()
  expect(await asked({ host: 'api.example.test', serverName: 'other.example.test' })).toBeNull()
})

describe('statements', () => {
  test('are of one question: not of another nonce, audience, identity or endpoint, and not for ever', async () => {
    const { statement } = await askApi(viewer, { ...question, nonce: 'mine', audience: 'gateway' })
    const keys = await publicKeys()
    const now = new Date()
    const check = (expected: object) => checkStatement(statement, keys, { now, ...expected })
    expect(check({ nonce: 'mine', audience: 'gateway', identity: 'api.example.test', port: 443 }).ok).toBe(true)
    for (const other of [
      { nonce: 'other' },
      { audience: 'b' },
      { identity: 'b' },
      { host: 'b' },
      { port: 444 },
      { issuer: 'b' },
    ])
      expect(check(other)).toMatchObject({ ok: false, problem: 'other-question' })
    const later = (seconds: number) => ({ now: new Date(now.getTime() + seconds * 1000) })
    expect(check(later(3600))).toMatchObject({ ok: false, problem: 'expired' })
    expect(check({ ...later(3600), mustHold: false }).ok).toBe(true)
    expect(check(later(-3600))).toMatchObject({ ok: false, problem: 'not-yet' })
    expect(checkStatement(statement, [], { now })).toMatchObject({ ok: false, problem: 'unknown-key' })
    expect(checkStatement('x'.repeat(9 * 1024 * 1024), keys, { now })).toMatchObject({
      ok: false,
      problem: 'malformed',
    })
  })

  test('are verified after the key was rotated, and new ones with the new key', async () => {
    const old = await askApi(viewer, question)
    const kid = await rotateSigningKey(systemPrincipal)
    const young = await askApi(viewer, question)
    const keys = await publicKeys()
    expect(keys.length).toBeGreaterThanOrEqual(2)
    expect(verifyCompact(young.statement, keys)).toMatchObject({ ok: true, kid })
    expect(verifyCompact(old.statement, keys)).toMatchObject({ ok: true })
    expect(
      verifyCompact(
        old.statement,
        keys.filter((key) => key.kid === kid),
      ),
    ).toMatchObject({ problem: 'unknown-key' })
  })

  test('keys are for everybody, cacheable, and public alone', async () => {
    const response = await jwks(new Request('http://localhost/.well-known/jwks.json'))
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/jwk-set+json',
      'cache-control': expect.stringMatching(/^public, max-age=\d+$/),
    })
    const { keys } = await response.json()
    for (const key of keys) expect(Object.keys(key).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
  })

  test('are not given where the key cannot be opened, nor is an answer', async () => {
    vi.stubEnv('COUNTERSIGN_SECRET', 'another secret that is as long as the first')
    const { status, body } = await askApi(viewer, question)
    vi.stubEnv('COUNTERSIGN_SECRET', secret)
    expect(status).toBe(503)
    expect(body).not.toHaveProperty('answer')
  })
})

test('asking and reading need no more than a viewer', () => {
  expect([verify.role, listQuestionsRoute.role, exportQuestionsRoute.role]).toEqual(['viewer', 'viewer', 'viewer'])
})
