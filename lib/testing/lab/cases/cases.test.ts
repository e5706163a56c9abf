import { availableParallelism, loadavg } from 'node:os'
import { connect, type TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256, toHex } from '#lib/core/ids.ts'
import { missing } from '../makes/make.ts'
import type { RunningServer } from '../tls-server.ts'
import { type CertificateName, certificates, clientCertificate, serviceName } from './credentials.ts'
import { caseFacts } from './facts.ts'
import { labCases } from './index.ts'
import type { LabCase } from './lab-case.ts'

const running = new Map<string, RunningServer>()
let startedMs = 0

beforeAll(async () => {
  const before = performance.now()
  const installed = labCases.filter((one) => missing(one.make) === null)
  await Promise.all(installed.map(async (one) => running.set(one.name, await one.start())))
  startedMs = performance.now() - before
})

afterAll(async () => {
  await Promise.all([...running.values()].map((server) => server.close()))
})

test('the whole lab is up in less than ten seconds of a machine that has nothing else to do', () => {
  const [load = 0] = loadavg()
  expect(startedMs).toBeLessThan(10_000 * Math.max(1, load / availableParallelism()))
})

test('every name in the table has a server', () => {
  expect(Object.keys(caseFacts).filter((name) => !labCases.some((one) => one.name === name))).toEqual([])
  expect(new Set(labCases.map(({ name }) => name)).size).toBe(labCases.length)
})

const modern = labCases.filter(({ transport, facts }) => transport === 'tls' && facts.versions.includes('TLSv1.3'))

describe.concurrent('another client finds what the table says of the best handshake', () => {
  test.for(modern)('$name', async (one, context) => {
    const server = running.get(one.name)
    if (!server) return context.skip(missing(one.make) ?? 'not started')
    const seen = await look(server, one)
    expect(seen.version).toBe('TLSv1.3')
    expect(one.facts.suites['TLSv1.3']?.accepted).toContain(seen.suite)
    expect(one.facts.certificates).toContain(seen.certificate)
    expect(one.facts.stapled).toBe(seen.stapled)
  })
})

interface Seen {
  readonly version: string | null
  readonly suite: string
  readonly certificate: CertificateName | undefined
  readonly stapled: boolean
}

/** One handshake of the runtime's own client. */
function look(server: RunningServer, one: LabCase): Promise<Seen> {
  return new Promise((resolve, reject) => {
    let stapled = false
    const groups = one.facts.groups['TLSv1.3']?.accepted.map(opensslName)
    const socket: TLSSocket = connect({
      host: server.address,
      port: server.port,
      servername: serviceName,
      rejectUnauthorized: false,
      // lighttpd with wolfSSL breaks off where it is asked for a staple.
      requestOCSP: !one.name.startsWith('lighttpd-wolfssl'),
      minVersion: 'TLSv1.2',
      ciphers: `${allTls13}:DEFAULT:@SECLEVEL=0`,
      ecdhCurve: groups?.join(':') ?? 'auto',
      cert: clientCertificate().pem,
      key: clientCertificate().keyPem,
    })
    socket.on('OCSPResponse', (response: Buffer | null) => {
      stapled = response !== null && response.length > 0
    })
    socket.on('error', reject)
    socket.on('secureConnect', () => {
      const shown = toHex(sha256(socket.getPeerCertificate().raw))
      const certificate = one.facts.certificates.find((name) => certificates[name]().leaf.sha256 === shown)
      resolve({ version: socket.getProtocol(), suite: socket.getCipher().standardName, certificate, stapled })
      socket.destroy()
    })
  })
}

function opensslName(group: string): string {
  return { secp256r1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521', x25519: 'X25519', x448: 'X448' }[group] ?? group
}

const allTls13 = [
  'AES_256_GCM_SHA384',
  'CHACHA20_POLY1305_SHA256',
  'AES_128_GCM_SHA256',
  'AES_128_CCM_SHA256',
  'AES_128_CCM_8_SHA256',
]
  .map((suite) => `TLS_${suite}`)
  .join(':')
