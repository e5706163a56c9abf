import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { dayMs } from '#lib/core/time.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { startAnswering, startTarpit } from '#lib/testing/lab/faulty-servers.ts'
import { type LabServer, startTlsServer } from '#lib/testing/lab/tls-server.ts'
import { main } from './main.ts'

// A process of its own for most of them.
vi.setConfig({ testTimeout: 60_000 })

const root = createRoot()
const leaf = root.issue({ dns: ['service.test'] })
const svid = root.issue({ uris: ['spiffe://prod.test/api'] })
const expired = root.issue({
  dns: ['service.test'],
  notBefore: new Date(Date.now() - 90 * dayMs),
  notAfter: new Date(Date.now() - dayMs),
})

let directory: string
let trust: string
const servers: Record<'good' | 'spiffe' | 'expired' | 'hostile' | 'postgres' | 'silent', LabServer> =
  Object.create(null)

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'countersign-cli-'))
  trust = join(directory, 'roots.pem')
  writeFileSync(trust, root.pem)
  const of = (issued: typeof leaf) => ({ certificateChain: issued.pem, key: issued.keyPem })
  servers.good = await startTlsServer(of(leaf))
  servers.spiffe = await startTlsServer(of(svid))
  servers.expired = await startTlsServer(of(expired))
  servers.postgres = await startTlsServer({ ...of(leaf), transport: 'postgres', application: 'silent' })
  servers.silent = await startTarpit()
  servers.hostile = await startAnswering('\x1b]0;owned\x07\x9b31m\n')
})

afterEach(() => vi.restoreAllMocks())

afterAll(async () => {
  await Promise.all(Object.values(servers).map((server) => server.close()))
  rmSync(directory, { recursive: true })
})

/** The same without a process: for what never gets as far as a socket. */
async function runHere(args: readonly string[]): Promise<Ran> {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const code = await main(args)
  return { code, out: out.mock.calls.join(''), err: err.mock.calls.join('') }
}

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

async function run(args: readonly string[], input = ''): Promise<Ran> {
  const child = spawn(process.execPath, ['lib/cli/main.ts', ...args], { stdio: 'pipe' })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  child.stdin.end(input)
  const { promise, resolve } = Promise.withResolvers<number | null>()
  child.on('close', resolve)
  return { code: await promise, out, err }
}

const at = (server: LabServer) => `127.0.0.1:${server.port}`
const reach = () => ['--allow', '127.0.0.0/8', '--trust', trust]
const named = ['--sni', 'service.test', '--identity', 'service.test']

describe('scan', () => {
  it('prints one JSON line of the documented shape per address', async () => {
    const { code, out, err } = await run(['scan', at(servers.good), '--json', ...reach(), ...named])
    expect(err).toBe('')
    expect(code).toBe(0)
    const lines = out.trimEnd().split('\n')
    expect(lines).toHaveLength(1)
    const record: unknown = JSON.parse(lines[0] ?? '')
    expect(record).toMatchObject({
      schema: 'countersign.scan/1',
      target: { host: '127.0.0.1', port: servers.good.port, serverName: 'service.test', transport: 'tls' },
      address: '127.0.0.1',
      identity: { kind: 'dns', name: 'service.test' },
      outcome: { kind: 'handshake' },
      facts: { protocol: { status: 'observed', value: 'TLSv1.3' }, chain: { value: [leaf.sha256] } },
      path: [leaf.sha256, root.sha256],
      certificates: [{ sha256: leaf.sha256, der: leaf.der.toString('base64') }],
      ladder: { encrypted: 'pass', trusted: 'pass', bound: 'pass' },
      verdicts: expect.objectContaining({
        'identity-reference-mismatch': expect.objectContaining({ outcome: 'pass' }),
      }),
    })
    expect(Object.keys(JSON.parse(lines[0] ?? '{}'))).toEqual([
      ...[
        'schema',
        'target',
        'address',
        'identity',
        'startedAt',
        'timings',
        'connections',
        'depth',
        'outcome',
        'facts',
        'path',
        'certificates',
        'otherCertificates',
        'unreadableCertificates',
      ],
      ...['ladder', 'proven', 'verdicts'],
    ])
  })

  it('says of the rung that needs the posture, at a depth that leaves it out, that nobody looked', async () => {
    const { out } = await run(['scan', at(servers.good), '--json', '--depth', 'inventory', ...reach(), ...named])
    const reason = 'no scan has looked at the posture yet'
    expect(JSON.parse(out)).toMatchObject({
      ladder: { encrypted: 'not_assessed', trusted: 'pass', bound: 'pass' },
      proven: false,
      verdicts: {
        'protocol-tls10-tls11-enabled': { outcome: 'not-assessed', reason },
        'cipher-weak-legacy': { outcome: 'not-assessed', reason },
      },
    })
  })

  it('reaches loopback only where it is allowed', async () => {
    const { code, out } = await run(['scan', at(servers.good), '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      address: null,
      outcome: { kind: 'blocked-by-scope', rule: 'not-allowed loopback' },
    })
  })

  it('streams targets from standard input, names bad lines and goes on', async () => {
    const lines = ['# ours', at(servers.good), '', 'http://x', at(servers.expired), 'a:b:c', '\u001b[31m'].join('\n')
    const { code, out, err } = await run(
      ['scan', '--targets', '-', '--concurrency', '2', '--json', '--depth', 'inventory', ...reach()],
      lines,
    )
    expect(code).toBe(2)
    expect(err).toContain('standard input line 4: a http URL: write host:port instead')
    expect(err).toContain('standard input line 6: more than one colon')
    expect(err).toContain('standard input line 7: "\\1b[31m" is no')
    expect(out.trimEnd().split('\n')).toHaveLength(2)
  })

  it('shows a table that obeys nothing that a peer wrote', async () => {
    const { code, out } = await run(['scan', at(servers.expired), at(servers.hostile), ...reach(), ...named])
    expect(code).toBe(0)
    expect(out).toContain('TARGET')
    expect(out).toMatch(/validity-expired/)
    expect(out).toContain('not-tls')
    expect(out).not.toMatch(/[^\x20-\x7e\n…]/)
    const json = await run(['scan', at(servers.hostile), '--json', ...reach()])
    expect(json.out).not.toMatch(/[^\x20-\x7e\n]/)
  })

  it('speaks STARTTLS', async () => {
    const { out } = await run(['scan', at(servers.postgres), '--starttls', 'postgres', '--json', ...reach()])
    expect(JSON.parse(out)).toMatchObject({
      outcome: { kind: 'handshake' },
      facts: { starttls: { value: { offered: true } } },
    })
  })

  it.each([
    [['scan'], 'No target is named'],
    [['scan', 'a.test', '--starttls', 'gopher'], '--starttls is one of'],
    [['scan', 'a.test', '--trust', '/nowhere.pem'], '--trust /nowhere.pem'],
    [['scan', 'a.test', '--allow', '10.0.0.0/40'], '--allow 10.0.0.0/40'],
    [['scan', 'a.test', '--identity', 'spiffe://UPPER/x'], '--identity'],
    [['scan', 'a.test', '--timeout-ms', '0'], '--timeout-ms is a whole number'],
    [['scan', 'a.test', '--what'], '--what'],
    [['scan', 'a.test', '--depth', 'standard'], '--depth is one of inventory, quick, posture, mtls'],
    [['scan', 'a.test', '--client-cert', 'x.pem'], '--client-cert and --client-key are wanted together'],
    [
      ['scan', 'a.test', '--wrong-client-cert', '/no.pem', '--wrong-client-key', '/no.pem'],
      '--wrong-client-cert /no.pem',
    ],
    [['scan', '--targets', '/nowhere.txt'], '/nowhere.txt'],
    [['nonsense'], 'no command of this name'],
    [['verify', 'a.test'], '--identity is wanted'],
  ])('%j is refused with exit code 2', async (args, message) => {
    const { code, out, err } = await runHere(args)
    expect(code).toBe(2)
    expect(err).toContain(message)
    expect(out.replace(/^TARGET.*\n/, '')).toBe('')
  })

  it('a client without its own key is refused, without a word of the key', async () => {
    const [certificate, key] = [join(directory, 'client.pem'), join(directory, 'client.key')]
    writeFileSync(certificate, leaf.pem)
    writeFileSync(key, svid.keyPem)
    const flags = ['--client-cert', certificate, '--client-key', key]
    const { code, err } = await runHere(['scan', 'a.test', ...flags])
    expect(code).toBe(2)
    expect(err).toContain('it is not the key of the first certificate')
    expect(
      (await runHere(['scan', 'a.test', '--client-cert', certificate, '--client-key', certificate])).err,
    ).toContain('no unencrypted private key in PEM')
  })

  it('an empty PEM is refused with its reason', async () => {
    const empty = join(directory, 'empty.pem')
    writeFileSync(empty, '')
    const { code, err } = await runHere(['scan', 'a.test', '--trust', empty])
    expect(code).toBe(2)
    expect(err).toContain('the input is empty')
  })
})

describe('verify', () => {
  it('exits 0 where the identity is proven', async () => {
    const dns = await run(['verify', at(servers.good), ...reach(), ...named])
    expect(dns.out).toContain('proven: service.test at 127.0.0.1')
    expect(dns.code).toBe(0)
    const spiffe = await run(['verify', at(servers.spiffe), ...reach(), '--identity', 'spiffe://prod.test/api'])
    expect(spiffe.out + spiffe.err).toContain('proven: spiffe://prod.test/api')
    expect(spiffe.code).toBe(0)
  })

  it('exits 1 with the reasons where it is not', async () => {
    const stale = await run(['verify', at(servers.expired), ...reach(), ...named])
    expect(stale.code).toBe(1)
    expect(stale.out).toMatch(/current: fails\n +validity-expired/)
    const other = await run(['verify', at(servers.good), ...reach(), '--identity', 'other.test'])
    expect(other.code).toBe(1)
    expect(other.out).toMatch(/bound: fails/)
    const unknown = await run(['verify', at(servers.good), '--allow', '127.0.0.0/8', ...named])
    expect(unknown.code).toBe(1)
    expect((await run(['verify', at(servers.hostile), ...reach(), ...named])).out).toMatch(/encrypted: fails/)
    expect(unknown.out).toMatch(/trusted: fails/)
  })

  it('exits 2 where it could not be told', async () => {
    expect((await run(['verify', at(servers.good), ...named])).code).toBe(2)
    expect((await run(['verify', at(servers.silent), '--timeout-ms', '300', ...reach(), ...named])).code).toBe(2)
  })
})
