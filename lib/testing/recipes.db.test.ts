import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createReceiver } from '#docs/recipes/webhook-receiver.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { setDefaultStore } from '#lib/data/trust-stores/change-trust-store.ts'
import { createTrustStore } from '#lib/data/trust-stores/create-trust-store.ts'
import { type RunningWorker, startWorker } from '#lib/jobs/worker.ts'
import { type AnsweringServer, startAnsweringServer } from './answering-server.ts'
import { askApi, issuer, publicKeys, secret } from './asking.ts'
import { createRoot } from './certificates.ts'
import { testDatabase } from './database.ts'
import { addSite } from './estate.ts'
import { startTlsServer, type TlsServer } from './lab/tls-server.ts'

// The samples of docs/recipes are run as they stand, against real servers.
testDatabase()
vi.setConfig({ testTimeout: 90_000 })

const name = 'service.test'
const root = createRoot()
const leaf = root.issue({ dns: [name] })
const renewed = root.issue({ dns: [name] })
let directory = ''
let token = ''
let worker: RunningWorker
let target: TlsServer
let server: AnsweringServer

beforeAll(async () => {
  vi.stubEnv('COUNTERSIGN_SECRET', secret)
  vi.stubEnv('COUNTERSIGN_URL', issuer)
  directory = mkdtempSync(join(tmpdir(), 'countersign-recipes-'))
  const site = await addSite()
  const store = await createTrustStore(systemPrincipal, { name: 'Estate', pem: root.pem })
  await setDefaultStore(systemPrincipal, store.id)
  token = (await createToken(systemPrincipal, { name: 'pipeline', role: 'analyst' })).token
  worker = await startWorker({ sites: [site] })
  target = await startTlsServer({ certificateChain: leaf.pem, key: leaf.keyPem })
  server = await startAnsweringServer()
})
afterEach(() => {
  server.meddle(null)
  target.setCredentials({ certificateChain: leaf.pem, key: leaf.keyPem })
})
afterAll(async () => {
  await worker.stop()
  await target.close()
  await server.close()
  rmSync(directory, { recursive: true })
  vi.unstubAllEnvs()
})

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

async function run(program: string, args: readonly string[], more: Record<string, string> = {}): Promise<Ran> {
  const env = { ...process.env, COUNTERSIGN_TOKEN: token, STATEMENT_FILE: join(directory, 'kept.jws'), ...more }
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  return { code, out, err }
}

function has(program: string, args: readonly string[], wanted = /^/): boolean {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' })
  return status === 0 && wanted.test(stdout)
}

const asked = (identity = name) => [server.origin, `127.0.0.1:${target.port}`, identity, name]

/** Another verdict under the signature of the first. */
function forged(body: string): string {
  const { statement, ...rest } = JSON.parse(body)
  const [head, payload, signature] = statement.split('.')
  const lie = Buffer.from(payload, 'base64url').toString().replaceAll('"not-proven"', '"proven"')
  return JSON.stringify({ ...rest, statement: `${head}.${Buffer.from(lie).toString('base64url')}.${signature}` })
}

const python = has('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))'])
const hooks: [string, string, readonly string[]][] = [
  ['TypeScript', process.execPath, ['docs/recipes/verified-connection.ts']],
  ['Python', 'python3', ['docs/recipes/verified_connection.py']],
]

describe.each(hooks)('the hook before a tool call in %s', (language, program, script) => {
  // Without Python 3.9 its sample is not run.
  test.runIf(language !== 'Python' || python)('connects to whom it means, and to nobody else', async () => {
    const good = await run(program, [...script, ...asked()])
    expect([good.err, good.out, good.code]).toEqual([
      '',
      expect.stringMatching(/^connected to service\.test, TLSv1\.3/),
      0,
    ])
    const other = await run(program, [...script, ...asked('other.test')])
    expect(other).toMatchObject({ out: '', err: expect.stringContaining('other.test is not-proven') })
    server.meddle(forged)
    const lie = await run(program, [...script, ...asked('other.test')])
    expect(lie).toMatchObject({ out: '', err: expect.stringContaining('signature does not verify') })
  })

  test.runIf(language !== 'Python' || python)('lets go of a backend that was swapped after the answer', async () => {
    server.meddle((body) => {
      target.setCredentials({ certificateChain: renewed.pem, key: renewed.keyPem })
      return body
    })
    const swapped = await run(program, [...script, ...asked()])
    expect(swapped).toMatchObject({ out: '', err: expect.stringContaining(`was verified: ${renewed.sha256}`) })
    expect(swapped.code).not.toBe(0)
  })
})

// Two implementations that are not ours, one of them in so many lines of plain Python.
test.runIf(python)('Python verifies statements by RFC 8032 as its library does', async () => {
  const { statement } = await askApi(token, {
    endpoint: { host: '127.0.0.1', port: target.port, serverName: name },
    identity: name,
  })
  const [key] = await publicKeys()
  const [head, body, signature = ''] = statement.split('.')
  const script = `
import sys; sys.path.insert(0, 'docs/recipes'); import verified_connection as v
key, message, signature = v._decode(sys.argv[1]), sys.argv[2].encode(), v._decode(sys.argv[3])
other = bytes([signature[0] ^ 1]) + signature[1:]
print(v.verify_rfc8032(key, message, signature), v.verify_rfc8032(key, message, other), v.verify_rfc8032(key, message + b'x', signature), v.verify_ed25519(key, message, signature))`
  const ran = await run('python3', ['-B', '-c', script, key?.x ?? '', `${head}.${body}`, signature])
  expect(ran).toMatchObject({ err: '', out: 'True False False True\n' })
})

const shell =
  has('jq', ['--version']) && has('curl', ['--version']) && has('openssl', ['version'], /^OpenSSL ([3-9]|\d\d)/)

// Without jq, curl and OpenSSL 3 it is not run.
test.runIf(shell)('the CI step ends with the verdict, keeps the statement, and believes openssl alone', async () => {
  const step = (identity = name) => run('sh', ['docs/recipes/ci-step.sh', ...asked(identity)])
  const good = await step()
  expect(good).toMatchObject({ code: 0, err: '', out: expect.stringContaining(`expect leaf ${leaf.sha256}`) })
  expect(readFileSync(join(directory, 'kept.jws'), 'utf8').split('.')).toHaveLength(3)
  const other = await step('other.test')
  expect(other).toMatchObject({ code: 1, out: expect.stringMatching(/^not-proven: other\.test[\s\S]*bound: /) })
  server.meddle(forged)
  expect(await step('other.test')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('signature') })
})

test('the webhook receiver takes a statement once, and none that was made for somebody else', async () => {
  const taken: string[] = []
  const receiver = createReceiver({
    issuer,
    audience: 'deployments',
    keys: async () => ({ keys: await publicKeys() }),
    onAnswer: async ({ jti }) => void taken.push(jti),
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const address = receiver.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const post = async (body: string) => (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body })).status
  const question = { endpoint: { host: '127.0.0.1', port: target.port, serverName: name }, identity: name }
  const { statement, answer } = await askApi(token, { ...question, audience: 'deployments' })
  const foreign = await askApi(token, { ...question, audience: 'somebody else' })
  expect([await post(statement), await post(statement), await post(foreign.statement)]).toEqual([204, 409, 403])
  expect([await post(`${statement.slice(0, -4)}AAAA`), await post('{}'), await post('')]).toEqual([403, 403, 403])
  expect(await post('x'.repeat(2 * 1024 * 1024)).catch(() => 413)).toBe(413)
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(405)
  expect(taken).toEqual([answer.jti])
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
})
