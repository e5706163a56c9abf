import { constants } from 'node:crypto'
import { createServer, type SecureVersion, type TLSSocket, type TlsOptions } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { createRoot, type Issued } from '#lib/testing/certificates.ts'
import { type TalkOptions, talk } from '#lib/testing/tls/talk.ts'
import { clientCredential } from './client-credential.ts'
import type { HandshakeOffer } from './client-hellos.ts'
import { Handshake, type HandshakeOptions } from './handshake.ts'
import type { ProtocolVersion } from './observation.ts'
import { cipherSuite, suiteInfo, suitesOf } from './suites.ts'
import { tls12Suite } from './tls12-suites.ts'

const root = createRoot()
const leaves = {
  rsa: root.issue({ keyAlgorithm: 'rsa2048' }),
  ecdsa: root.issue({ keyAlgorithm: 'p256' }),
  p384: root.issue({ keyAlgorithm: 'p384' }),
  ed25519: root.issue({ keyAlgorithm: 'ed25519' }),
  ed448: root.issue({ keyAlgorithm: 'ed448' }),
}

const legacy = { SSLv2: 2, SSLv3: 0x0300, TLSv1: 0x0301, 'TLSv1.1': 0x0302, 'TLSv1.2': 0x0303, 'TLSv1.3': 0x0303 }

function offerOf(version: ProtocolVersion, more: Partial<HandshakeOffer> = {}): HandshakeOffer {
  return {
    legacyVersion: legacy[version],
    versions: [],
    suites: suitesOf(version),
    serverName: 'service.test',
    groups: [29, 23, 24, 25, 30],
    signatureSchemes: [
      0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201,
    ],
    extendedMasterSecret: true,
    encryptThenMac: true,
    renegotiationInfo: true,
    sessionTicket: new Uint8Array(),
    ...more,
  }
}

function handshake(offer: HandshakeOffer, more: Partial<HandshakeOptions> = {}): Handshake {
  return new Handshake({ offer, shareGroups: [], credential: null, until: 'finished', ...more })
}

interface Server {
  readonly port: number
  readonly sockets: TLSSocket[]
  /** Of each connection: the client's common name, and whether its session was resumed. */
  readonly clients: { readonly name: string | null; readonly reused: boolean }[]
  readonly errors: string[]
}

const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

/** Echoes. */
async function start(options: TlsOptions = {}, of: readonly Issued[] = [leaves.rsa, leaves.ecdsa]): Promise<Server> {
  const sockets: TLSSocket[] = []
  const clients: Server['clients'] = []
  const errors: string[] = []
  const server = createServer(
    {
      cert: of.map(({ pem }) => pem),
      key: of.map(({ keyPem }) => keyPem),
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.2',
      ciphers: 'ALL:COMPLEMENTOFALL:@SECLEVEL=0',
      dhparam: 'auto',
      ...options,
    },
    (socket) => {
      sockets.push(socket)
      const name = socket.getPeerCertificate()?.subject?.CN
      clients.push({ name: typeof name === 'string' ? name : null, reused: socket.isSessionReused() })
      socket.on('error', ({ message }) => errors.push(message))
      socket.pipe(socket)
    },
  )
  const known = new Map<string, Buffer>()
  server.on('newSession', (id: Buffer, session: Buffer, done: () => void) => {
    known.set(id.toString('hex'), session)
    done()
  })
  server.on('resumeSession', (id: Buffer, done: (error: null, session: Buffer | null) => void) =>
    done(null, known.get(id.toString('hex')) ?? null),
  )
  server.on('tlsClientError', ({ message }) => errors.push(message))
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
  return { port, sockets, clients, errors }
}

async function echo(session: Handshake, server: Server, options: TalkOptions = {}): Promise<string> {
  await talk(session, server, { say: 'hello', ...options })
  return Buffer.from(session.received).toString()
}

describe('a handshake up to TLS 1.2, with a server of OpenSSL', () => {
  it('is finished with every suite that both sides have', { timeout: 60_000 }, async () => {
    const server = await start()
    const ours = suitesOf('TLSv1.2').filter((id) => tls12Suite(id) !== null)
    const finished: string[] = []
    for (const id of ours) {
      const session = handshake(offerOf('TLSv1.2', { suites: [id] }))
      const answer = await echo(session, server)
      const { flight } = session
      expect(flight.problem, cipherSuite(id).name).toBeNull()
      if (!flight.hello) continue
      expect(answer, cipherSuite(id).name).toBe('hello')
      const anonymous = suiteInfo(id)?.authentication === 'anon'
      const transport = suiteInfo(id)?.keyExchange === 'rsa'
      expect(flight.proof?.verified ?? null).toBe(anonymous ? null : true)
      expect(flight.proof?.by ?? null).toBe(anonymous ? null : transport ? 'finished' : 'server-key-exchange')
      finished.push(cipherSuite(id).name)
    }
    const refused = ours.map((id) => cipherSuite(id).name).filter((name) => !finished.includes(name))
    // OpenSSL has no ARIA in CBC mode and none without authentication, this Node no 3DES, and this server no DSS certificate.
    expect(refused.filter((name) => !/ARIA_\d+_CBC|anon_WITH_ARIA|3DES|_DSS_/.test(name))).toEqual([])
    expect(finished.length).toBeGreaterThan(70)
  })

  it.each([
    ['accepts', 0, true],
    ['refuses', constants.SSL_OP_NO_RENEGOTIATION, false],
  ] as const)('%s a new handshake that the client asks for', async (_, secureOptions, accepted) => {
    const server = await start({ secureOptions })
    for (const version of ['TLSv1', 'TLSv1.1', 'TLSv1.2'] as const) {
      for (const renegotiationInfo of [true, false]) {
        const session = handshake(offerOf(version, { renegotiationInfo }))
        expect(session.renegotiates).toBeNull()
        await talk(session, server, {
          send: () => session.renegotiate() ?? Buffer.of(),
          until: () => session.renegotiates !== null,
        })
        expect(session.flight.problem).toBeNull()
        // RFC 5746 3.7: never where nothing would bind it to the first one.
        expect(session.renegotiates).toBe(accepted && renegotiationInfo)
      }
    }
  })

  const large = 'x'.repeat(40_000)
  const versions: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2']

  describe.each(versions)('at %s', (version) => {
    it.each([
      ['both', true, true],
      ['no encrypt-then-MAC', false, true],
      ['no extended master secret', true, false],
      ['neither', false, false],
    ] as const)('in CBC mode with %s', async (_, encryptThenMac, extendedMasterSecret) => {
      const server = await start({ maxVersion: version })
      // AES with ECDHE and with key transport, Camellia with DHE.
      for (const id of [0xc014, 0xc009, 0x0035, 0x0088]) {
        const session = handshake(offerOf(version, { suites: [id], encryptThenMac, extendedMasterSecret }))
        const answer = await echo(session, server, {
          say: large,
          until: ({ received }) => received.length === large.length,
        })
        expect(answer === large, cipherSuite(id).name).toBe(true)
        expect(session.flight).toMatchObject({ problem: null, hello: { version, suiteId: id } })
        expect(session.flight.proof?.verified).toBe(true)
        expect(session.flight.hello?.extensions.has(22)).toBe(encryptThenMac)
        expect(session.flight.hello?.extensions.has(23)).toBe(extendedMasterSecret)
      }
    })
  })

  it.each([
    ['prime256v1', 23],
    ['secp384r1', 24],
    ['secp521r1', 25],
    ['X25519', 29],
    ['X448', 30],
    ['brainpoolP256r1', 26],
    ['secp256k1', 22],
  ] as const)('agrees on %s', async (ecdhCurve, id) => {
    const server = await start({ ecdhCurve })
    const session = handshake(offerOf('TLSv1.2', { suites: [0xc02f], groups: [id] }))
    expect(await echo(session, server)).toBe('hello')
    expect(session.flight.keyExchange?.groupId).toBe(id)
  })

  it.each([
    ['rsa', [0x0201, 0x0301, 0x0401, 0x0501, 0x0601, 0x0804, 0x0805, 0x0806]],
    ['ecdsa', [0x0203, 0x0303, 0x0403, 0x0503, 0x0603]],
    ['p384', [0x0403, 0x0503]],
    ['ed25519', [0x0807]],
    ['ed448', [0x0808]],
  ] as const)('verifies each scheme of a key of %s', async (name, schemes) => {
    const server = await start({}, [leaves[name]])
    for (const scheme of schemes) {
      const session = handshake(offerOf('TLSv1.2', { signatureSchemes: [scheme] }), { until: 'server-flight' })
      await talk(session, server)
      expect(session.flight).toMatchObject({
        proof: { by: 'server-key-exchange', scheme, verified: true },
        helloDone: true,
      })
      expect(session).toMatchObject({ over: true, established: false })
    }
  })

  it('reads the same in pieces of any size', async () => {
    const server = await start()
    for (const pieceBytes of [1, 2, 3, 5, 7, 64, 1000]) {
      const session = handshake(offerOf('TLSv1.2', { suites: [0xc02f] }))
      expect(await echo(session, server, { pieceBytes })).toBe('hello')
    }
  })

  it('ends with close_notify, and answers it', async () => {
    const server = await start()
    const session = handshake(offerOf('TLSv1.2'))
    await talk(session, server, {
      say: 'hello',
      until: ({ received }) => {
        if (received.length > 0) server.sockets[0]?.end()
        return false
      },
    })
    expect(session).toMatchObject({ closed: true, over: true, spoke: true })
    expect(session.flight).toMatchObject({ problem: null, alerts: [{ name: 'close_notify' }] })
    expect(server.errors).toEqual([])
  })

  it('declines to negotiate anew, and goes on', async () => {
    const server = await start()
    const session = handshake(offerOf('TLSv1.2', { suites: [0xc02f] }))
    let asked = false
    await talk(session, server, {
      say: 'hello',
      until: () => {
        if (!asked && server.sockets[0]) server.sockets[0].renegotiate({}, () => {})
        asked = server.sockets.length > 0
        return false
      },
    })
    expect(session.flight.problem).toBeNull()
  })
})

describe('a client certificate up to TLS 1.2', () => {
  const clients = {
    rsa: root.issue({ commonName: 'rsa', keyAlgorithm: 'rsa2048' }),
    p256: root.issue({ commonName: 'p256', keyAlgorithm: 'p256' }),
    p384: root.issue({ commonName: 'p384', keyAlgorithm: 'p384' }),
    ed25519: root.issue({ commonName: 'ed25519', keyAlgorithm: 'ed25519' }),
    ed448: root.issue({ commonName: 'ed448', keyAlgorithm: 'ed448' }),
  }
  const asking = { requestCert: true, rejectUnauthorized: true, ca: root.pem }

  it.each([
    ['rsa', 'TLSv1.2', true],
    ['p256', 'TLSv1.2', true],
    ['p384', 'TLSv1.2', false],
    ['ed25519', 'TLSv1.2', true],
    ['ed448', 'TLSv1.2', true],
    ['rsa', 'TLSv1.1', true],
    ['p256', 'TLSv1.1', true],
    ['rsa', 'TLSv1', false],
    ['p256', 'TLSv1', true],
  ] as const)('of %s is taken at %s', async (name, version, extendedMasterSecret) => {
    const server = await start({ ...asking, maxVersion: version })
    const { der, key } = clients[name]
    const credential = clientCredential([der, root.der], key.privateKey)
    const session = handshake(offerOf(version, { extendedMasterSecret }), { credential })
    expect(await echo(session, server)).toBe('hello')
    expect(session.spoke).toBe(true)
    expect(session.flight).toMatchObject({ certificateRequested: true, requestSettled: true, problem: null })
    expect(server.clients).toEqual([{ name, reused: false }])
  })

  it('is missed where it is not there, and refused where nobody knows its issuer', async () => {
    const server = await start(asking)
    const none = handshake(offerOf('TLSv1.2'))
    await talk(none, server)
    expect(none).toMatchObject({ established: false, spoke: false, over: true })
    expect(none.flight).toMatchObject({ problem: null, finished: false, alerts: [{ level: 'fatal' }] })

    // Node judges a chain once the handshake is finished, and hangs up.
    const { der, key } = createRoot().issue()
    const stranger = handshake(offerOf('TLSv1.2'), { credential: clientCredential([der], key.privateKey) })
    expect(await echo(stranger, server)).toBe('')
    expect(stranger.flight.problem).toBeNull()
  })

  it('can be left out where the server only asks', async () => {
    const server = await start({ ...asking, rejectUnauthorized: false })
    for (const version of ['TLSv1.2', 'TLSv1'] as const) {
      const session = handshake(offerOf(version))
      expect(await echo(session, server)).toBe('hello')
      expect(session.flight.certificateRequest?.types.length).toBeGreaterThan(0)
    }
  })
})

describe('a session up to TLS 1.2', () => {
  const first = async (server: Server, offer: HandshakeOffer) => {
    const session = handshake(offer)
    expect(await echo(session, server)).toBe('hello')
    const [resumption] = session.resumptions
    if (!resumption) throw new Error('nothing to resume with')
    return resumption
  }

  it.each([
    ['TLSv1.2', 0xc02f, true],
    ['TLSv1.2', 0xc014, false],
    ['TLSv1', 0xc014, true],
  ] as const)(
    'of %s is resumed by its ticket (suite %i, extended master secret %s)',
    async (version, id, extendedMasterSecret) => {
      const server = await start()
      const offer = offerOf(version, { suites: [id], extendedMasterSecret })
      const resumption = await first(server, offer)
      expect(resumption).toMatchObject({ version, suiteId: id, extendedMasterSecret })
      const session = handshake(offer, { resume: { session: resumption, ageMs: 0 } })
      expect(await echo(session, server)).toBe('hello')
      expect(session.flight).toMatchObject({
        chain: null,
        proof: null,
        finished: true,
        problem: null,
        helloDone: false,
      })
      expect(server.clients[1]).toEqual({ name: null, reused: true })
      expect(session.resumptions.length).toBe(1)
    },
  )

  it('is resumed by its id where there are no tickets', async () => {
    const server = await start({ secureOptions: constants.SSL_OP_NO_TICKET })
    const offer = offerOf('TLSv1.2')
    const resumption = await first(server, offer)
    expect(resumption).toMatchObject({ ticket: new Uint8Array() })
    const session = handshake(offer, { resume: { session: resumption, ageMs: 0 } })
    expect(await echo(session, server)).toBe('hello')
    expect(server.clients[1]).toEqual({ name: null, reused: true })
    expect(session.flight).toMatchObject({ chain: null, finished: true })
  })

  it('that the server has forgotten is followed by a new one', async () => {
    const offer = offerOf('TLSv1.2')
    const resumption = await first(await start(), offer)
    const session = handshake(offer, { resume: { session: resumption, ageMs: 0 } })
    expect(await echo(session, await start())).toBe('hello')
    expect(session.flight).toMatchObject({ finished: true, helloDone: true, problem: null })
    expect(session.flight.chain?.length).toBe(1)
  })
})
