import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { applyPoliciesRoute, exportPoliciesRoute } from '#lib/api/v1/policies.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { createEnvironment } from '#lib/data/environments/change-environment.ts'
import { createIdentity } from '#lib/data/identities/save-identity.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { policy } from './policy.ts'

testDatabase('test')

let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-policy-'))
  file = join(folder, 'policies.yaml')
})
afterAll(() => rm(folder, { recursive: true }))

beforeEach(async () => {
  const environmentId = await createEnvironment(systemPrincipal, { name: 'production', production: true })
  await createIdentity(systemPrincipal, { name: 'pay.example.com', environmentId })
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = []
  const err: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => out.push(String(chunk)) > 0)
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => err.push(String(chunk)) > 0)
  const code = await policy(args)
  vi.restoreAllMocks()
  return { code, out: out.join(''), err: err.join('') }
}

const wanted = 'schema: countersign.policy/1\nenvironments:\n  production:\n    mtls: none\n'

test('exported, tried dry, applied, applied again', async () => {
  await writeFile(file, (await run('export')).out)
  expect(await run('apply', file)).toEqual({ code: 0, out: '0 changed, 1 unchanged\n', err: '' })
  await writeFile(file, wanted)
  const dry = await run('apply', file, '--dry-run')
  expect(dry).toMatchObject({ code: 0, err: '' })
  expect(dry.out).toMatch(/environment production\n {2}mtls: \(not said\) -> "none"\n1 would change/)
  expect(dry.out).toMatch(/\d+ of \d+ verdicts would change, of 1 of 1 identities/)
  expect((await run('apply', file, '--note', 'commit 1a2b3c')).out).toMatch(/1 changed, 0 unchanged\n$/)
  expect((await run('apply', file)).out).toBe('0 changed, 1 unchanged\n')
  expect(JSON.parse((await run('export', '--format', 'json')).out)).toMatchObject({
    environments: { production: { mtls: 'none' } },
  })
})

test('what can not be taken is told with its line, by code 1; a wrong command line by code 2', async () => {
  await writeFile(file, wanted.replace('mtls', 'tls'))
  const refused = await run('apply', file)
  expect(refused).toMatchObject({ code: 1, out: '' })
  expect(refused.err).toContain('line 4, column 5: environments → production → tls')
  expect(await run('apply', join(folder, 'nothing.yaml'))).toMatchObject({ code: 1 })
  for (const args of [
    [],
    ['apply'],
    ['apply', file, 'more'],
    ['export', '--format', 'xml'],
    ['destroy'],
    ['export', '--odd'],
  ])
    expect(await run(...args)).toMatchObject({ code: 2 })
  expect(await run('export', '--url', 'http://127.0.0.1:1')).toMatchObject({ code: 2 })
  vi.stubEnv('COUNTERSIGN_TOKEN', 'cs_none')
  expect(await run('export', '--url', 'http://127.0.0.1:1')).toMatchObject({
    code: 1,
    err: expect.stringContaining('cannot be reached'),
  })
})

test('over the API it is the same, and a role that may not is told', async () => {
  const server = createServer(async (incoming, answer) => {
    const init = {
      method: incoming.method ?? 'GET',
      headers: new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
    }
    const body = await text(incoming)
    const request = new Request(`http://localhost${incoming.url}`, body === '' ? init : { ...init, body })
    const route = incoming.method === 'PUT' ? applyPoliciesRoute : exportPoliciesRoute
    const response = await route.handler(request, { params: Promise.resolve({}) })
    answer.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
    for (const role of ['admin', 'analyst'] as const) {
      vi.stubEnv('COUNTERSIGN_TOKEN', (await createToken(systemPrincipal, { name: role, role })).token)
      await writeFile(file, wanted)
      const applied = await run('apply', file, '--url', url, '--dry-run')
      if (role === 'admin') expect(applied).toMatchObject({ code: 0, out: expect.stringContaining('1 would change') })
      else expect(applied).toMatchObject({ code: 1, err: expect.stringContaining('role admin') })
      expect((await run('export', '--url', url)).out).toContain('production: {}')
    }
    await writeFile(file, wanted.replace('none', 'perhaps'))
    expect(await run('apply', file, '--url', url)).toMatchObject({ code: 1, err: expect.stringMatching(/^line 4/) })
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
})
