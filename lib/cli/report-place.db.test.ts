import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { reportRoutes, cancelReport as stopRoute } from '#lib/api/v1/reports.ts'
import { type Role, roles, systemPrincipal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { evaluateSubjects } from '#lib/data/evaluation/evaluate-subjects.ts'
import { recordObservations } from '#lib/data/observations/record-observations.ts'
import { cancelReport } from '#lib/data/report-snapshots/change-reports.ts'
import { workAtReport } from '#lib/data/report-snapshots/work-at-report.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { reportFormats } from '#lib/export/report/index.ts'
import { startWorker } from '#lib/jobs/worker.ts'
import { secret } from '#lib/testing/asking.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { danglingReferences } from '#lib/testing/report/oscal-references.ts'
import { main } from './main.ts'

testDatabase()

const execute = promisify(execFile)

let folder: string
let server: Server
const tokens = new Map<Role, string>()
const made = { before: '', after: '', narrow: '' }
let judge: (host: string, name: string) => Promise<void>

/** The routes of the API behind a socket, as Next would have them. */
function api(): Server {
  return createServer(async (incoming, answer) => {
    const url = new URL(incoming.url ?? '/', 'http://localhost')
    const route = reportRoutes.find(
      ({ method, path }) => method === incoming.method && pattern(path).test(url.pathname),
    )
    const id = route ? pattern(route.path).exec(url.pathname)?.[1] : undefined
    const headers = new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))
    const body = await text(incoming)
    const init = { method: incoming.method ?? 'GET', headers, ...(body === '' ? {} : { body }) }
    const params = Promise.resolve(id === undefined ? {} : { id: decodeURIComponent(id) })
    const response = await (route ?? stopRoute).handler(new Request(url, init), { params })
    answer.writeHead(response.status, Object.fromEntries(response.headers))
    await pipeline(Readable.from(response.body ?? []), answer)
  })
}

const pattern = (path: string) => new RegExp(`^${path.replace('{id}', '([^/]+)')}$`)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-reports-'))
  server = api()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  for (const role of roles) tokens.set(role, (await createToken(systemPrincipal, { name: role, role })).token)
  const site = await addSite()
  const root = createRoot({ notBefore: inDays(-400) })
  const places = new Map<string, { endpointId: string; identityId: string }>()
  for (const owner of ['payments', 'ledger']) {
    const identityId = await addIdentity(`${owner}.test`, { owner })
    places.set(owner, { identityId, endpointId: await addEndpoint(site, { host: `${owner}.test`, identityId }) })
  }
  judge = async (owner, name) => {
    const { endpointId, identityId } = places.get(owner) ?? { endpointId: '', identityId: '' }
    const { der } = root.issue({ dns: [name], notBefore: inDays(-30), notAfter: inDays(60) })
    const observations = [handshakeAt({ at: new Date(), chain: [der, root.der] })]
    await recordObservations(systemPrincipal, [{ endpointId, observations }])
    await evaluateSubjects(systemPrincipal, { endpointIds: [endpointId], identityIds: [identityId] }, new Date())
  }
  await judge('payments', 'payments.test')
  await judge('ledger', 'ledger.test')
})

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true })
})

beforeEach(() => void vi.stubEnv('COUNTERSIGN_SECRET', secret))
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const inDays = (days: number) => new Date(Date.now() + days * dayMs)

function elsewhere(role: Role = 'analyst'): readonly string[] {
  vi.stubEnv('COUNTERSIGN_TOKEN', tokens.get(role) ?? '')
  const address = server.address()
  return ['--url', `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`]
}

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** The command beside a worker that makes what it orders, once its id stands on standard output. */
async function run(args: readonly string[], worker?: (id: string) => Promise<void>): Promise<Ran> {
  const out: Buffer[] = []
  const err: string[] = []
  let work: Promise<void> | undefined
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk, ...rest: unknown[]) => {
    out.push(Buffer.from(chunk))
    if (worker) work ??= worker(String(chunk).trim())
    const done = rest.at(-1)
    if (typeof done === 'function') done()
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => err.push(String(chunk)) > 0)
  const code = await main(['report', ...args])
  vi.mocked(process.stdout.write).mockRestore()
  vi.mocked(process.stderr.write).mockRestore()
  await work
  return { code, out: Buffer.concat(out).toString('utf8'), err: err.join('') }
}

const make = (id: string) => workAtReport(id, { signal: new AbortController().signal, lastAttempt: true })

async function ordered(...args: readonly string[]): Promise<string> {
  const { code, out } = await run(['create', '--name', 'Gate', '--framework', 'owasp-nhi', ...args], make)
  expect(code).toBe(0)
  return out.trim()
}

describe.each(['here', 'over the API'] as const)('%s', (place) => {
  const where = (role?: Role) => (place === 'here' ? [] : elsewhere(role))

  test('create prints the id alone, waits for it and says how far it is', async () => {
    const args = [
      'create',
      '--name',
      'Quarter',
      '--framework',
      'owasp-nhi',
      '--framework',
      'pci-dss',
      '--owner',
      'payments',
    ]
    const { code, out, err } = await run([...args, ...where()], make)
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^[0-9a-f-]{36}\n$/) })
    expect(err).toMatch(/done\n$/)
    const listed = await run(['list', '--json', '--search', 'quarter', '--limit', '1', ...where('viewer')])
    const { rows } = JSON.parse(listed.out)
    expect(rows).toMatchObject([
      { id: out.trim(), status: 'done', frameworks: ['owasp-nhi', 'pci-dss'], scope: { owner: ['payments'] } },
    ])
  })

  test('without waiting it is queued; what is cancelled, or not made in time, is code 1', async () => {
    const args = ['create', '--name', 'Later', '--framework', 'all', ...where()]
    const queued = await run([...args, '--no-wait', '--json'])
    expect(queued).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(queued.out)).toMatchObject({ status: 'queued', name: 'Later' })
    expect(await run(args, (id) => cancelReport(systemPrincipal, id))).toMatchObject({
      code: 1,
      err: expect.stringContaining('was cancelled'),
    })
    expect(await run([...args, '--timeout', '1'])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/not made yet \(queued\).*Is a worker running/),
    })
  })

  test('every format that the page offers is downloaded whole; what is refused leaves no file', async () => {
    const id = await ordered()
    for (const { key } of reportFormats) {
      const file = join(folder, `${place} ${key}`)
      expect(await run(['download', id, '--format', key, '--output', file, ...where('viewer')]), key).toEqual({
        code: 0,
        out: '',
        err: '',
      })
      expect((await readFile(file)).length).toBeGreaterThan(20)
    }
    const json = await readFile(join(folder, `${place} json`), 'utf8')
    expect((await run(['download', id, '--format', 'json', '--output', '-', ...where('viewer')])).out).toBe(json)
    expect(await run(['verify', join(folder, `${place} bundle`)])).toMatchObject({ code: 0 })
    expect(danglingReferences(JSON.parse(await readFile(join(folder, `${place} oscal`), 'utf8')))).toEqual([])
    const { out } = await run([...'create --name Q --framework pci-dss --no-wait'.split(' '), ...where()])
    const refused = join(folder, `${place} refused`)
    expect(await run(['download', out.trim(), '--format', 'pdf', '-o', refused, ...where()])).toMatchObject({
      code: 1,
      out: '',
      err: 'The report is not done.\n',
    })
    expect((await readdir(folder)).filter((name) => /refused|\.part$/.test(name))).toEqual([])
  })

  test('compare gates: 0 nothing worse, 1 worse, 2 it can’t be told', async () => {
    await judge('ledger', 'ledger.test')
    made.before = await ordered()
    made.narrow = await ordered('--owner', 'payments')
    expect(await run(['compare', made.before, await ordered(), ...where('viewer')])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^OK\n/),
    })
    await judge('ledger', 'stranger.test')
    made.after = await ordered()
    const worse = await run(['compare', made.before, made.after, ...where('viewer')])
    expect(worse).toMatchObject({ code: 1, out: expect.stringMatching(/^WORSE\n.*opened\n/s) })
    expect(worse.out).toMatch(/ledger\.test.*pass -> fail/)
    const json = await run(['compare', made.before, made.after, '--json', ...where('viewer')])
    expect(json.code).toBe(1)
    expect(JSON.parse(json.out)).toMatchObject({ answer: 'worse', before: { id: made.before } })
    expect(await run(['compare', made.narrow, made.after, ...where('viewer')])).toMatchObject({
      code: 2,
      out: expect.stringMatching(/^UNKNOWN\n.*different questions/),
    })
    const backwards = await run(['compare', made.after, made.before, ...where('viewer')])
    expect(backwards).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^against: it shows/) })
    const missing = '019ab000-0000-7000-8000-00000000ffff'
    expect(await run(['compare', missing, made.after, ...where('viewer')])).toMatchObject({
      code: 2,
      err: 'There is no such report.\n',
    })
  })

  test('what can’t be taken is told by its place, with code 1', async () => {
    const identity = '019ab000-0000-7000-8000-00000000ffff'
    const args = ['create', '--name', 'X', '--framework', 'iso-27001', '--identity', 'me', ...where()]
    expect(await run(args)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/frameworks\.0: .*\n.*identity\.0: /),
    })
    const missing = ['create', '--name', 'X', '--framework', 'pci-dss', '--identity', identity, ...where()]
    expect(await run(missing)).toMatchObject({
      code: 1,
      err: expect.stringContaining(`there is no identity ${identity}`),
    })
    expect(await run(['list', '--status', 'odd', ...where()])).toMatchObject({ code: 1, out: '' })
  })
})

test('as a process of its own it waits for a worker, ends, and leaves nothing open', async () => {
  const worker = await startWorker({ sites: [await addSite('reports')] })
  const create = ['lib/cli/main.ts', 'report', 'create', '--name', 'Gate', '--framework', 'owasp-nhi']
  const made = await execute(process.execPath, create).finally(() => worker.stop())
  expect(made.stderr).toMatch(/done\n$/)
  const id = made.stdout.trim()
  const { stdout } = await execute(process.execPath, ['lib/cli/main.ts', 'report', 'list', '--search', 'Gate'])
  expect(stdout).toMatch(new RegExp(`^${id}  done `, 'm'))
  const args = ['lib/cli/main.ts', 'report', 'download', id, '--format', 'csv-verdicts', '-o', '-']
  expect((await execute(process.execPath, args)).stdout).toContain('ledger.test')
})

test('a role that may not is told; so is a server that can’t be reached', async () => {
  const args = ['create', '--name', 'X', '--framework', 'pci-dss']
  expect(await run([...args, ...elsewhere('viewer')])).toMatchObject({
    code: 1,
    err: expect.stringContaining('analyst'),
  })
  const nobody = ['--url', 'http://127.0.0.1:1']
  expect(await run(['list', ...nobody])).toMatchObject({ code: 1, err: expect.stringContaining('cannot be reached') })
  expect(await run(['compare', 'a', 'b', ...nobody])).toMatchObject({ code: 2, out: '' })
  vi.stubEnv('COUNTERSIGN_TOKEN', '')
  expect(await run(['list', ...nobody])).toMatchObject({ code: 2, err: expect.stringContaining('COUNTERSIGN_TOKEN') })
})

test.each([
  ['create', '--framework', 'pci-dss'],
  ['create', '--name', 'X'],
  ['create', '--name', 'X', '--framework', 'pci-dss', '--timeout', 'soon'],
  ['create', '--name', 'X', '--framework', 'pci-dss', '--evidence-since', 'yesterday'],
  ['create', 'X'],
  ['list', '--limit', '0'],
  ['list', '--odd'],
  ['list', '--url', 'http://reports.example', '--token', 'x'],
  ['download', '--format', 'pdf'],
  ['download', 'x'],
  ['download', 'x', '--format', 'docx'],
  ['compare', 'a'],
  ['compare', 'a', 'b', 'c'],
  ['destroy'],
  [],
])('a wrong command line is code 2, with the usage: %j', async (...args) => {
  expect(await run(args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Usage: countersign report') })
})

test('the documentation names every format', async () => {
  const page = await readFile('docs/reports.md', 'utf8')
  for (const { key } of reportFormats) expect(page).toContain(`\`${key === 'bundle' ? '--format bundle' : key}\``)
})

test.each(['create', 'list', 'download', 'compare', 'verify'])('report %s --help', async (name) => {
  const { code, out, err } = await run([name, '--help'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain(`Usage: countersign report ${name}`)
  expect(out).toContain('Exit code 0')
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120)
})
