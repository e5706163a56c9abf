import { createServer, type TLSSocket, type TlsOptions } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { createRoot, type Issued, selfSigned } from '#lib/testing/certificates.ts'
import { type TalkOptions, talk } from '#lib/testing/tls/talk.ts'
import { clientCredential } from './client-credential.ts'
import type { HandshakeOffer } from './client-hellos.ts'
import { Handshake, type HandshakeOptions } from './handshake.ts'
import { cipherSuite } from './suites.ts'

const root = createRoot()
const leaf = root.issue({ dns: ['service.test'] })

const groups = {
  X25519: 29,
  'P-256': 23,
  'P-384': 24,
  'P-521': 25,
  X448: 30,
  ffdhe2048: 256,
  ffdhe3072: 257,
  MLKEM512: 512,
  MLKEM768: 513,
  MLKEM1024: 514,
  SecP256r1MLKEM768: 4587,
  X25519MLKEM768: 4588,
  SecP384r1MLKEM1024: 4589,
} as const

const offer: HandshakeOffer = {
  legacyVersion: 0x0303,
  versions: [0x0304, 0x0303],
  suites: [0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f],
  serverName: 'service.test',
  groups: Object.values(groups),
  signatureSchemes: [
    0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0904, 0x0905, 0x0906,
    0x0401,
  ],
  alpn: ['h2', 'http/1.1'],
  statusRequest: true,
}

function handshake(more: Partial<HandshakeOptions> = {}): Handshake {
  return new Handshake({ offer, shareGroups: [29], credential: null, until: 'finished', ...more })
}

const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

interface Server {
  readonly port: number
  readonly sockets: TLSSocket[]
  readonly reused: boolean[]
  /** Common names of the clients, null for none. */
  readonly names: (string | null)[]
}

function commonNameOf(socket: TLSSocket): string | null {
  const name = socket.getPeerCertificate()?.subject?.CN
  return typeof name === 'string' ? name : null
}

/** Echoes. */
async function start(options: TlsOptions = {}, of: Issued = leaf): Promise<Server> {
  const sockets: TLSSocket[] = []
  const reused: boolean[] = []
  const names: (string | null)[] = []
  const server = createServer(
    { cert: of.pem, key: of.keyPem, minVersion: 'TLSv1.3', ecdhCurve: Object.keys(groups).join(':'), ...options },
    (socket) => {
      sockets.push(socket)
      reused.push(socket.isSessionReused())
      names.push(commonNameOf(socket))
      socket.on('error', () => socket.destroy())
      socket.pipe(socket)
    },
  )
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
  open.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port, sockets, reused, names }
}

async function echo(session: Handshake, server: Server, options: TalkOptions = {}): Promise<string> {
  await talk(session, server, { say: 'hello', ...options })
  expect(session.flight.problem).toBeNull()
  return Buffer.from(session.received).toString()
}

describe('a handshake of TLS 1.3 with node:tls', () => {
  it('tells all that the server said', async () => {
    const session = handshake()
    const server = await start({ cert: leaf.pem + root.pem, ALPNProtocols: ['http/1.1'] })
    expect(await echo(session, server)).toBe('hello')
    expect(session).toMatchObject({ established: true, spoke: true, resumed: false })
    expect(session.flight).toMatchObject({
      hello: { version: 'TLSv1.3', resumed: false },
      retry: null,
      chain: [leaf.der, root.der].map((der) => Uint8Array.from(der)),
      group: { name: 'x25519' },
      alpn: 'http/1.1',
      certificateRequested: false,
      requestSettled: true,
      proof: { by: 'certificate-verify', scheme: 0x0403, verified: true },
      finished: true,
    })
    expect(session.flight.tickets).toHaveLength(2)
  })

  it.each(Object.entries(groups))('agrees on %s with its share', async (name, group) => {
    const session = handshake({ shareGroups: [group] })
    expect(await echo(session, await start({ ecdhCurve: name }))).toBe('hello')
    expect(session.flight).toMatchObject({ retry: null, hello: { groupId: group } })
  })

  it.each(Object.entries(groups))('agrees on %s after a retry', async (name, group) => {
    const session = handshake({ shareGroups: [] })
    expect(await echo(session, await start({ ecdhCurve: name }))).toBe('hello')
    expect(session.flight).toMatchObject({ retry: { groupId: group }, hello: { groupId: group } })
    expect(session.flight.proof?.verified).toBe(true)
  })

  it.each([0x1301, 0x1302, 0x1303])('protects with suite %i', async (suite) => {
    const session = handshake({ offer: { ...offer, suites: [suite] } })
    expect(await echo(session, await start())).toBe('hello')
    expect(session.flight.hello?.suiteId).toBe(suite)
    expect(cipherSuite(suite).bits).toBeGreaterThan(100)
  })

  it.each([
    ['p256', 0x0403],
    ['p384', 0x0503],
    ['p521', 0x0603],
    ['ed25519', 0x0807],
    ['ed448', 0x0808],
    ['rsa2048', 0x0804],
  ] as const)('verifies the proof of a key of %s', async (keyAlgorithm, scheme) => {
    const session = handshake({ until: 'server-flight', offer: { ...offer, signatureSchemes: [scheme] } })
    await talk(session, await start({}, root.issue({ keyAlgorithm })))
    expect(session.flight).toMatchObject({ problem: null, finished: true, proof: { scheme, verified: true } })
    expect(session).toMatchObject({ over: true, established: false })
  })

  it('gives the same however the network cuts what comes', { timeout: 20_000 }, async () => {
    const server = await start({ requestCert: true, rejectUnauthorized: false })
    for (const pieceBytes of [1, 2, 3, 5, 7, 64, 1000]) {
      const session = handshake()
      expect(await echo(session, server, { pieceBytes })).toBe('hello')
      expect(session.flight).toMatchObject({ certificateRequested: true, proof: { verified: true } })
    }
  })

  it('carries more than a record holds, both ways', async () => {
    const large = 'x'.repeat(40_000)
    const session = handshake()
    const enough = { say: large, until: () => session.received.length >= large.length }
    expect(await echo(session, await start(), enough)).toBe(large)
  })
})

describe('a client certificate', () => {
  const client = root.issue({ commonName: 'client', keyAlgorithm: 'p256' })
  const credential = clientCredential([client.der], client.key.privateKey)

  it.each(['p256', 'rsa2048', 'ed25519'] as const)('of %s is presented and taken', async (keyAlgorithm) => {
    const own = root.issue({ commonName: 'client', keyAlgorithm })
    const server = await start({ requestCert: true, rejectUnauthorized: true, ca: root.pem })
    const session = handshake({ credential: clientCredential([own.der], own.key.privateKey) })
    expect(await echo(session, server)).toBe('hello')
    expect(server.names).toEqual(['client'])
  })

  it('is presented after a retry', async () => {
    const server = await start({ requestCert: true, rejectUnauthorized: true, ca: root.pem })
    expect(await echo(handshake({ credential, shareGroups: [] }), server)).toBe('hello')
    expect(server.names).toEqual(['client'])
  })

  it('that is missed is an alert after the handshake', async () => {
    const server = await start({ requestCert: true, rejectUnauthorized: true, ca: root.pem })
    const session = handshake()
    await talk(session, server)
    expect(session).toMatchObject({ established: true, spoke: false, over: true })
    expect(session.flight.alerts).toMatchObject([{ name: 'certificate_required' }])
  })

  it('that nobody trusts is not spoken to', async () => {
    const server = await start({ requestCert: true, rejectUnauthorized: true, ca: root.pem })
    const own = selfSigned({ commonName: 'nobody' })
    const session = handshake({ credential: clientCredential([own.der], own.key.privateKey) })
    await talk(session, server)
    expect(session).toMatchObject({ established: true, spoke: false })
    expect(session.flight.problem).toBeNull()
  })
})

describe('a session', () => {
  async function ticketOf(server: Server) {
    const session = handshake()
    await echo(session, server)
    const [resumption] = session.resumptions
    if (!resumption) throw new Error('no ticket came')
    return resumption
  }

  it.each([[[29]], [[]]])('is resumed with its ticket, with shares of %j', async (shareGroups) => {
    const server = await start()
    const resume = { session: await ticketOf(server), ageMs: 5 }
    const again = handshake({ shareGroups, resume })
    expect(await echo(again, server)).toBe('hello')
    expect(again).toMatchObject({ resumed: true, established: true })
    expect(again.flight).toMatchObject({ chain: null, proof: null, hello: { resumed: true } })
    expect(server.reused).toEqual([false, true])
  })

  it('is not resumed by a server that does not know its ticket', async () => {
    const resume = { session: await ticketOf(await start()), ageMs: 5 }
    const server = await start()
    const again = handshake({ resume })
    expect(await echo(again, server)).toBe('hello')
    expect(again.resumed).toBe(false)
    expect(again.flight.proof?.verified).toBe(true)
    expect(server.reused).toEqual([false])
  })

  it('ends with the close_notify of the server', async () => {
    const server = await start()
    const session = handshake()
    await talk(session, server, {
      say: 'hello',
      until: ({ received }) => {
        if (received.length > 0) server.sockets[0]?.end()
        return false
      },
    })
    expect(session).toMatchObject({ closed: true, over: true })
    expect(session.flight.problem).toBeNull()
  })
})

it('a server of TLS 1.2 is gone on with in TLS 1.2', async () => {
  const session = handshake()
  const server = await start({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' })
  expect(await echo(session, server)).toBe('hello')
  expect(session.flight).toMatchObject({ hello: { version: 'TLSv1.2' }, proof: { by: 'server-key-exchange' } })
})
