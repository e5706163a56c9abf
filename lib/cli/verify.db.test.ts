import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { jwks } from '#lib/api/jwks.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { rotateSigningKey } from '#lib/data/signing/signing-keys.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { setDefaultStore } from '#lib/data/trust-stores/change-trust-store.ts'
import { createTrustStore } from '#lib/data/trust-stores/create-trust-store.ts'
import { type RunningWorker, startWorker } from '#lib/jobs/worker.ts'
import { type AnsweringServer, startAnsweringServer } from '#lib/testing/answering-server.ts'
import { secret } from '#lib/testing/asking.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addSite } from '#lib/testing/estate.ts'
import { startTlsServer, type TlsServer } from '#lib/testing/lab/tls-server.ts'
import { verify } from './verify.ts'

testDatabase()
vi.setConfig({ testTimeout: 60_000 })

const root = createRoot()
const leaf = root.issue({ dns: ['service.test'] })
let directory = ''
let token = ''
let worker: RunningWorker
let target: TlsServer
let server: AnsweringServer
let origin = ''

beforeAll(async () => {
  vi.stubEnv('COUNTERSIGN_SECRET', secret)
  directory = mkdtempSync(join(tmpdir(), 'countersign-verify-'))
  const site = await addSite()
  const store = await createTrustStore(systemPrincipal, { name: 'Estate', pem: root.pem })
  await setDefaultStore(systemPrincipal, store.id)
  token = (await createToken(systemPrincipal, { name: 'pipeline', role: 'analyst' })).token
  worker = await startWorker({ sites: [site] })
  target = await startTlsServer({ certificateChain: leaf.pem, key: leaf.keyPem })
  server = await startAnsweringServer()
  origin = server.origin
})
afterEach(() => {
  vi.restoreAllMocks()
  server.meddle(null)
})
afterAll(async () => {
  await worker.stop()
  await target.close()
  await server.close()
  rmSync(directory, { recursive: true })
  vi.unstubAllEnvs()
})

async function run(...args: string[]) {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const code = await verify(args)
  const said = {
    code,
    out: out.mock.calls.map(([text]) => text).join(''),
    err: err.mock.calls.map(([text]) => text).join(''),
  }
  vi.restoreAllMocks()
  return said
}

const named = () => [`127.0.0.1:${target.port}`, '--sni', 'service.test', '--identity', 'service.test']
const asking = (...more: string[]) => run(...named(), '--server', origin, '--token', token, ...more)

test('a server is asked, and its signed answer gives the exit code', async () => {
  const proven = await asking('--audience', 'ci')
  expect(proven.err).toBe('')
  expect(proven.out).toMatch(/^proven: service\.test at 127\.0\.0\.1:\d+\n {2}said by /)
  expect(proven.out).toContain(`expect leaf ${leaf.sha256}`)
  expect(proven.code).toBe(0)
  const other = await asking('--pin', 'ab'.repeat(32))
  expect(other.out).toMatch(/^not proven: [\s\S]*bound: fails\n +identity-pin-mismatch: /)
  expect(other.code).toBe(1)
  const unknown = await asking('--site', 'nowhere')
  expect([unknown.code, unknown.out]).toEqual([2, expect.stringMatching(/^not assessable: [\s\S]*no site/)])
})

test('the token may stand in the environment; a wrong one is refused in words', async () => {
  vi.stubEnv('COUNTERSIGN_TOKEN', token)
  expect((await run(...named(), '--server', origin)).code).toBe(0)
  vi.stubEnv('COUNTERSIGN_TOKEN', undefined)
  expect(await run(...named(), '--server', origin)).toMatchObject({ code: 2, err: expect.stringContaining('--token') })
  const wrong = await run(...named(), '--server', origin, '--token', 'cs_wrong')
  expect(wrong).toMatchObject({ code: 2, out: '', err: expect.stringContaining('did not answer') })
})

test('a statement that was kept is read without the server, and after the key was rotated', async () => {
  const { out } = await asking('--json', '--audience', 'ci')
  const { statement, answer, schema } = JSON.parse(out)
  expect([schema, answer.verdict]).toEqual(['countersign.verify-statement/1', 'proven'])
  await rotateSigningKey(systemPrincipal)
  const [file, keys] = [join(directory, 'statement.jws'), join(directory, 'jwks.json')]
  writeFileSync(file, `${statement}\n`)
  writeFileSync(keys, await (await jwks(new Request(origin))).text())
  const read = (...more: string[]) => run('--check-statement', file, '--jwks', keys, ...more)
  expect(await read('--identity', 'service.test', '--audience', 'ci', '--nonce', answer.nonce)).toMatchObject({
    code: 0,
  })
  expect(await read('--identity', 'other.test')).toMatchObject({ code: 2, err: expect.stringContaining('identity') })
  expect(await read('--nonce', 'another')).toMatchObject({ code: 2, err: expect.stringContaining('nonce') })
  vi.useFakeTimers({ now: Date.now() + 3_600_000, toFake: ['Date'] })
  expect(await read()).toMatchObject({ code: 2, err: expect.stringContaining('holds no more') })
  expect(await read('--kept')).toMatchObject({ code: 0 })
  vi.useRealTimers()
  writeFileSync(keys, '{"keys":[]}')
  expect(await read()).toMatchObject({ code: 2, err: expect.stringContaining('no Ed25519 key') })
})

test('nothing is believed that is not signed for this question', async () => {
  let earlier = ''
  server.meddle((body) => {
    earlier = body
    return body
  })
  expect((await asking()).code).toBe(0)
  server.meddle(() => earlier)
  expect(await asking()).toMatchObject({ code: 2, out: '', err: expect.stringContaining('another question') })
  server.meddle((body) => {
    const { statement, ...rest } = JSON.parse(body)
    const [head, payload, signature] = statement.split('.')
    const other = Buffer.from(payload, 'base64url').toString().replace('"not-proven"', '"proven"')
    return JSON.stringify({ ...rest, statement: `${head}.${Buffer.from(other).toString('base64url')}.${signature}` })
  })
  const changed = await asking('--pin', 'ab'.repeat(32))
  expect(changed).toMatchObject({ code: 2, out: '', err: expect.stringContaining('does not verify') })
  server.meddle(() => '{"answer":{"verdict":"proven"}}')
  expect((await asking()).code).toBe(2)
  server.meddle(() => '<html>')
  expect((await asking()).code).toBe(2)
})

test.each([
  [['a.test', '--identity', 'a.test', '--server', 'http://far.example.com', '--token', 'x'], /https is wanted/],
  [['a.test', '--identity', 'a.test', '--server', 'ftp://a', '--token', 'x'], /http or https/],
  [['a.test', '--identity', 'a.test', '--max-age', '5'], /--max-age goes with --server/],
  [['a.test', '--identity', 'a.test', '--pin', 'abc'], /64 digits/],
  [
    ['a.test', '--identity', 'a.test', '--server', 'https://a', '--token', 'x', '--wait', '0'],
    /--wait is a whole number/,
  ],
  [['--check-statement', 'x'], /--jwks is wanted/],
  [['--check-statement', '/nowhere', '--jwks', '/nowhere'], /check-statement|--jwks/],
  [['a.test', '--pin'], /--pin wants a value/],
])('%j ends with 2 and says what is wrong', async (args, message) => {
  expect(await run(...args)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(message) })
})
