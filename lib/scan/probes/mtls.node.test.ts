import { createSecureServer } from 'node:http2'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { valueOf } from '#lib/core/observed.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { askLab } from '#lib/testing/lab/asking.ts'
import { startLateSpeaker } from '#lib/testing/lab/late-speaker.ts'
import {
  type ClientPolicy,
  type LabServer,
  type RunningServer,
  startTlsServer,
  type TlsServerOptions,
} from '#lib/testing/lab/tls-server.ts'
import type { MtlsVerdict, Target } from '#lib/tls/observation.ts'
import type { ClientKeyPair, ClientKeyPairs } from '../observe-options.ts'
import { probeHttp } from './http.ts'
import { probeMtls } from './mtls.ts'

const leaf = createRoot().issue({ dns: ['service.test'] })
const clientCa = createRoot({ commonName: 'Client CA' })
const pair = (eku: string): ClientKeyPair => {
  const { der, key } = clientCa.issue({ commonName: 'client', extendedKeyUsage: [eku] })
  return { chain: [der], key: key.privateKey }
}
const clients: ClientKeyPairs = { valid: pair('clientAuth'), wrongPurpose: pair('serverAuth') }
const service = { certificateChain: leaf.pem, key: leaf.keyPem, ca: clientCa.pem }

const servers: LabServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function serve<Server extends LabServer>(starting: Promise<Server>): Promise<Server> {
  const server = await starting
  servers.push(server)
  return server
}

async function probe(server: RunningServer, played: ClientKeyPairs | null = null, change: Partial<Target> = {}) {
  const { first, asker, target } = await askLab(server, change)
  const { http, asked } = await probeHttp(first, asker, target)
  const mtls = valueOf(await probeMtls(first, asker, { target, clients: played, asked, versions: null }))
  return { http, mtls, connections: asker.connections }
}

const versions = ['TLSv1.2', 'TLSv1.3'] as const
const cases: readonly (readonly [ClientPolicy, NonNullable<TlsServerOptions['application']>, MtlsVerdict])[] = [
  ['none', 'http', 'NOT-REQUESTED'],
  ['required', 'http', 'ENFORCED'],
  ['required', 'silent', 'ENFORCED'],
  ['optional', 'http', 'REQUESTED-ONLY'],
  ['optional', 'silent', 'REQUESTED-ONLY'],
  ['anybody', 'http', 'ACCEPTS-UNTRUSTED'],
  ['anybody', 'h2', 'ACCEPTS-UNTRUSTED'],
  ['anybody', 'silent', 'ACCEPTS-UNTRUSTED'],
  ['any-certificate', 'http', 'ACCEPTS-UNTRUSTED'],
  ['any-certificate', 'silent', 'ACCEPTS-UNTRUSTED'],
  ['required-in-http', 'http', 'ENFORCED'],
]

describe.each(versions)('over %s', (version) => {
  const limits = { minVersion: version, maxVersion: version }

  it.each(cases)('a server with clients "%s" (%s) is %s', async (policy, application, verdict) => {
    const server = await serve(startTlsServer({ ...service, ...limits, clients: policy, application }))
    const { mtls } = await probe(server)
    expect(mtls?.verdict, JSON.stringify(mtls)).toBe(verdict)
  })

  it.each<[ClientPolicy, MtlsVerdict]>([
    ['required', 'ENFORCED'],
    ['optional', 'REQUESTED-ONLY'],
    ['anybody', 'ACCEPTS-UNTRUSTED'],
    ['required-in-http', 'ENFORCED'],
  ])('clients "%s" are played with what an operator gave', async (policy, verdict) => {
    const server = await serve(startTlsServer({ ...service, ...limits, clients: policy }))
    const { mtls } = await probe(server, clients)
    expect(mtls?.verdict, JSON.stringify(mtls)).toBe(verdict)
    const treated = new Map(mtls?.probes?.map(({ client, treatment }) => [client, treatment]))
    expect(treated.get('valid')).toBe('served')
    if (verdict !== 'ACCEPTS-UNTRUSTED') expect(treated.get('wrong-purpose')).not.toBe('served')
  })

  it('gives the same facts twice', async () => {
    for (const policy of ['required', 'optional', 'any-certificate'] as const) {
      const server = await serve(startTlsServer({ ...service, ...limits, clients: policy }))
      const [one, two] = [await probe(server, clients), await probe(server, clients)]
      expect(one).toEqual(two)
    }
  })
})

it('asks a server without client certificates one HEAD and one hello of TLS 1.2', async () => {
  const server = await serve(startTlsServer(service))
  const { http, mtls, connections } = await probe(server)
  expect(valueOf(http)).toEqual({ status: 200, strictTransportSecurity: null, headers: {}, clock: 'not-told' })
  expect(mtls?.verdict).toBe('NOT-REQUESTED')
  expect([connections, server.connections()]).toEqual([3, 3])
})

it('takes the late objection of a busy server for what it is', async () => {
  const server = await serve(startTlsServer({ ...service, clients: 'required', application: 'silent' }))
  const busy = await serve(startLateSpeaker(server, 300))
  const { mtls } = await probe(busy)
  expect(mtls?.verdict, JSON.stringify(mtls)).toBe('ENFORCED')
})

/** HTTP/2 and nothing else; clients are judged in the handshake or by the status. */
async function startHttp2(judgedIn: 'handshake' | 'http'): Promise<LabServer> {
  let connections = 0
  const server = createSecureServer({
    cert: leaf.pem,
    key: leaf.keyPem,
    ca: clientCa.pem,
    requestCert: true,
    rejectUnauthorized: judgedIn === 'handshake',
  })
  const sockets = new Set<{ destroy(): void }>()
  server.on('connection', (socket) => {
    connections += 1
    sockets.add(socket)
  })
  server.on('request', (request, response) => {
    const { socket } = request
    response.writeHead('authorized' in socket && socket.authorized ? 200 : 400)
    response.end()
  })
  server.on('sessionError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound: AddressInfo | string | null = server.address()
  return {
    address: '127.0.0.1',
    port: bound !== null && typeof bound === 'object' ? bound.port : 0,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

it.each(['handshake', 'http'] as const)('asks a server of HTTP/2 alone that judges in %s', async (judgedIn) => {
  const server = await serve(startHttp2(judgedIn))
  const { mtls } = await probe(server, clients)
  expect(mtls?.verdict, JSON.stringify(mtls)).toBe('ENFORCED')
  const treated = new Map(mtls?.probes?.map(({ client, treatment }) => [client, treatment]))
  expect(treated.get('valid')).toBe('served')
  expect(treated.get('none')).toBe(judgedIn === 'http' ? 'refused-by-http' : 'refused')
})

it.each([
  ['Invalid SNI', 'UNKNOWN'],
  ['<h1>400 Bad Request</h1> No required SSL certificate was sent', 'ENFORCED'],
] as const)('takes a 400 for a refusal of clients where its page speaks of certificates: %s', async (page, verdict) => {
  const server = createHttpsServer(
    { cert: leaf.pem, key: leaf.keyPem, requestCert: true, rejectUnauthorized: false },
    (_request, response) => void response.writeHead(400).end(page),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  const port = bound !== null && typeof bound === 'object' ? bound.port : 0
  const close = () => new Promise<void>((end) => void server.close(() => end()))
  const running = { address: '127.0.0.1', port, connections: () => 0, close }
  servers.push(running)
  const { mtls } = await probe(running)
  expect(mtls?.verdict, JSON.stringify(mtls)).toBe(verdict)
})
