import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { selfSigned } from '#lib/testing/certificates.ts'
import { recordedFlights } from '#lib/testing/tls/recorded-flights.ts'
import { ScriptedTls12Server, scriptedSuite } from '#lib/testing/tls/scripted-tls12-server.ts'
import { certificateMessage, serverHelloDone } from '#lib/testing/tls/written-flights.ts'
import type { HandshakeOffer } from './client-hellos.ts'
import type { HandshakeEnd, ResumptionSession } from './engine.ts'
import { Handshake } from './handshake.ts'
import { handshakeTypes } from './handshake-messages.ts'
import { contentTypes } from './records.ts'
import { suiteIds } from './suites.ts'

const offer: HandshakeOffer = {
  legacyVersion: 0x0303,
  versions: [],
  suites: [...suiteIds('any'), ...suiteIds('tls12')],
  serverName: '',
  groups: [29, 23, 24, 25],
  signatureSchemes: [0x0403, 0x0804, 0x0401],
  extendedMasterSecret: true,
  encryptThenMac: true,
  sessionTicket: new Uint8Array(),
}

const { certificate, certificateRequest, serverKeyExchange, newSessionTicket, helloRequest } = handshakeTypes
const leaf = certificateMessage([selfSigned({ keyAlgorithm: 'rsa2048' }).der])
const request = Buffer.from('0101000204010000', 'hex')
const ticket = Buffer.from('0000000a0004abcdabcd', 'hex')
const ticketAnnounced = { extensions: [{ type: 35, body: new Uint8Array() }] }

interface Scene {
  readonly session: Handshake
  readonly server: ScriptedTls12Server
}

function scene(until: HandshakeEnd = 'finished', session: ResumptionSession | null = null): Scene {
  const resume = session && { session, ageMs: 0 }
  const handshake = new Handshake({ offer, shareGroups: [], credential: null, until, resume })
  return { session: handshake, server: new ScriptedTls12Server(handshake.begin()) }
}

/** To the point where the server is to finish. */
function exchanged(hello = {}): Scene {
  const { session, server } = scene()
  server.takeClientFlight(session.receive(server.flight(hello)) ?? new Uint8Array())
  return { session, server }
}

function established(): Scene {
  const { session, server } = exchanged()
  session.receive(server.changeCipherSpec())
  session.receive(server.say(server.finishedMessage()))
  expect(session.established).toBe(true)
  return { session, server }
}

function expectProblem({ session }: Scene, problem: RegExp): void {
  expect(session.flight.problem).toMatch(problem)
  expect(session).toMatchObject({ over: true, established: false })
}

describe('a server of TLS 1.2 that goes by the book', () => {
  it('is finished with, and spoken with in both directions', () => {
    const { session, server } = established()
    expect(session.flight).toMatchObject({ problem: null, proof: null, finished: true, group: { name: 'x25519' } })
    session.receive(server.record(contentTypes.applicationData, Buffer.from('hello')))
    expect(Buffer.from(session.received).toString()).toBe('hello')
    expect(server.open(session.seal(Buffer.from('you')))).toEqual({ type: 23, content: Buffer.from('you') })
  })

  it('gives a ticket between the two Finished', () => {
    const { session, server } = exchanged(ticketAnnounced)
    session.receive(server.message(newSessionTicket, ticket))
    session.receive(server.changeCipherSpec())
    session.receive(server.say(server.finishedMessage()))
    expect(session.flight.tickets).toMatchObject([
      { lifetimeSeconds: 10, ticket: Uint8Array.of(0xab, 0xcd, 0xab, 0xcd) },
    ])
    expect(session.resumptions).toMatchObject([{ version: 'TLSv1.2', suiteId: scriptedSuite }])
  })

  it('may ask to negotiate anew: of no account in the handshake, declined after it', () => {
    const { session, server } = scene()
    server.takeClientFlight(
      session.receive(
        Buffer.concat([server.hello(), server.message(helloRequest), server.keyExchange(), server.done()]),
      ) ?? new Uint8Array(),
    )
    session.receive(server.changeCipherSpec())
    session.receive(server.say(server.finishedMessage()))
    const answer = session.receive(server.message(helloRequest))
    expect(server.open(answer ?? new Uint8Array())).toEqual({ type: 21, content: Buffer.of(1, 100) })
    expect(session.over).toBe(false)
  })

  it('closes, and is answered', () => {
    const { session, server } = established()
    const answer = session.receive(server.record(contentTypes.alert, Buffer.of(1, 0)))
    expect(server.open(answer ?? new Uint8Array())).toEqual({ type: 21, content: Buffer.of(1, 0) })
    expect(session).toMatchObject({ closed: true, over: true })
  })
})

describe('before the client has answered, a problem is', () => {
  const cases: readonly (readonly [string, RegExp, (server: ScriptedTls12Server) => readonly Uint8Array[]])[] = [
    ['no certificate', /11.*missing/, (server) => [server.hello({ suite: 0xc02f }), server.keyExchange()]],
    ['no certificate at all', /11.*missing/, (server) => [server.hello({ suite: 0xc02f }), server.done()]],
    ['no key exchange', /12.*missing/, (server) => [server.hello({ suite: 0xc02f }), server.say(leaf), server.done()]],
    [
      'no key exchange before a CertificateRequest',
      /12.*missing/,
      (server) => [server.hello({ suite: 0xc02f }), server.say(leaf), server.message(certificateRequest, request)],
    ],
    [
      'a key exchange with key transport',
      /12.*does not provide/,
      (server) => [server.hello({ suite: 0x002f }), server.say(leaf), server.message(serverKeyExchange)],
    ],
    ['a certificate without authentication', /11.*does not provide/, (server) => [server.hello(), server.say(leaf)]],
    ['a second certificate', /11/, (server) => [server.hello({ suite: 0x002f }), server.say(leaf), server.say(leaf)]],
    [
      'an empty certificate',
      /without/,
      (server) => [server.hello({ suite: 0x002f }), server.message(certificate, Buffer.alloc(3))],
    ],
    [
      'a second CertificateRequest',
      /13/,
      (server) => [
        server.hello({ suite: 0x002f }),
        server.say(leaf),
        server.message(certificateRequest, request),
        server.message(certificateRequest, request),
      ],
    ],
    ['a message of TLS 1.3', /8/, (server) => [server.hello(), server.message(handshakeTypes.encryptedExtensions)]],
    ['Finished', /20/, (server) => [server.hello(), server.message(handshakeTypes.finished, Buffer.alloc(12))]],
    ['a ticket', /4/, (server) => [server.hello(ticketAnnounced), server.message(newSessionTicket, ticket)]],
    ['ChangeCipherSpec', /ChangeCipherSpec/, (server) => [server.hello(), server.record(20, Buffer.of(1))]],
    ['application data', /application data/, (server) => [server.hello(), server.record(23, Buffer.of(1))]],
    ['heartbeat', /24/, (server) => [server.hello(), server.record(24, Buffer.of(1))]],
    ['an empty record', /empty/, (server) => [server.hello(), server.record(22, new Uint8Array())]],
    ['half an alert', /alert/, (server) => [server.hello(), server.record(21, Buffer.of(1))]],
    [
      'an alert inside a message',
      /broken off/,
      (server) => [server.hello(), server.record(22, leaf.subarray(0, 9)), server.record(21, Buffer.of(1, 90))],
    ],
    [
      'warnings without end',
      /alerts/,
      (server) => [server.hello(), ...Array.from({ length: 17 }, () => server.record(21, Buffer.of(1, 90)))],
    ],
    [
      'a point of small order',
      /small order|no point/,
      (server) => [
        server.hello(),
        server.message(serverKeyExchange, Buffer.concat([Buffer.of(3, 0, 29, 32), Buffer.alloc(32)])),
        server.done(),
      ],
    ],
    [
      'a share that is none of its field',
      /outside/,
      (server) => [
        server.hello({ suite: 0x0034 }),
        server.message(serverKeyExchange, Buffer.from('000117000102000116', 'hex')),
        server.done(),
      ],
    ],
    [
      'a prime beyond all measure',
      /prime/,
      (server) => [
        server.hello({ suite: 0x0034 }),
        server.message(
          serverKeyExchange,
          Buffer.concat([Buffer.of(0x10, 0), Buffer.alloc(4096, 255), Buffer.from('000102000105', 'hex')]),
        ),
        server.done(),
      ],
    ],
  ]

  it.each(cases)('%s', (_, problem, play) => {
    const { session, server } = scene()
    const answer = session.receive(Buffer.concat(play(server)))
    expectProblem({ session, server }, problem)
    expect(answer).toBeNull()
  })

  it.each([
    ['RC4', 0x0005],
    ['NULL', 0x0002],
    ['an export suite', 0x0008],
    ['IDEA', 0x0007],
  ] as const)('%s, which is not completed here, and takes no fact away', (_, suite) => {
    for (const until of ['finished', 'server-flight'] as const) {
      const { session, server } = scene(until)
      session.receive(Buffer.concat([server.hello({ suite }), server.say(leaf), server.say(serverHelloDone)]))
      expect(session.flight).toMatchObject({ helloDone: true, requestSettled: true, hello: { suiteId: suite } })
      expect(session.flight.chain?.length).toBe(1)
      expect(session.flight.problem ?? 'none').toMatch(until === 'finished' ? /not completed here/ : /^none$/)
      expect(session.flight.notCompleted).toBe(until === 'finished')
      expect(session.over).toBe(true)
    }
  })
})

describe('before the server has finished, a problem is', () => {
  const finishing: readonly (readonly [string, RegExp, (server: ScriptedTls12Server) => readonly Uint8Array[]])[] = [
    ['Finished in the clear', /20 in place/, (server) => [server.say(server.finishedMessage())]],
    ['another message', /11 in place/, (server) => [server.say(leaf)]],
    ['a ticket that was not announced', /not announced/, (server) => [server.message(newSessionTicket, ticket)]],
    ['a malformed ChangeCipherSpec', /malformed/, (server) => [server.record(20, Buffer.of(2))]],
    ['ChangeCipherSpec twice', /./, (server) => [server.changeCipherSpec(), server.record(20, Buffer.of(1))]],
    [
      'a message across ChangeCipherSpec',
      /broken off/,
      (server) => [server.record(22, server.finishedMessage().subarray(0, 8)), server.changeCipherSpec()],
    ],
    [
      'a wrong Finished',
      /does not verify/,
      (server) => [server.changeCipherSpec(), server.message(handshakeTypes.finished, Buffer.alloc(12))],
    ],
    [
      'a short Finished',
      /does not verify/,
      (server) => [server.changeCipherSpec(), server.message(handshakeTypes.finished)],
    ],
    [
      'a ticket too late',
      /4 in place/,
      (server) => [server.changeCipherSpec(), server.message(newSessionTicket, ticket)],
    ],
    ['data too early', /application data/, (server) => [server.changeCipherSpec(), server.record(23, Buffer.of(1))]],
  ]

  it.each(finishing)('%s', (_, problem, play) => {
    const { session, server } = exchanged()
    session.receive(Buffer.concat(play(server)))
    expectProblem({ session, server }, problem)
  })

  it('a second ticket', () => {
    const { session, server } = exchanged(ticketAnnounced)
    session.receive(server.message(newSessionTicket, ticket))
    session.receive(server.message(newSessionTicket, ticket))
    expectProblem({ session, server }, /second ticket/)
  })

  it('any bit that was changed on its way', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const { session, server } = exchanged()
        session.receive(server.changeCipherSpec())
        const record = server.say(server.finishedMessage())
        const place = at % record.length
        record[place] = (record[place] ?? 0) ^ (1 << bit)
        session.receive(record)
        expect(session.established).toBe(false)
        // A changed length leaves the record waiting for its end.
        if (place !== 3 && place !== 4) expectProblem({ session, server }, /./)
      }),
      { numRuns: 60 },
    )
  })
})

describe('in a session, a problem is', () => {
  const speaking: readonly (readonly [string, RegExp, (server: ScriptedTls12Server) => readonly Uint8Array[]])[] = [
    ['data in the clear', /verify/, () => [Buffer.from('\x17\x03\x03\x00\x05hello', 'latin1')]],
    ['another handshake', /after the handshake/, (server) => [server.hello()]],
    ['ChangeCipherSpec', /ChangeCipherSpec/, (server) => [server.record(20, Buffer.of(1))]],
    ['requests without end', /renegotiate/, (server) => Array.from({ length: 17 }, () => server.message(helloRequest))],
  ]

  it.each(speaking)('%s', (_, problem, play) => {
    const { session, server } = established()
    for (const record of play(server)) session.receive(record)
    expect(session.flight.problem).toMatch(problem)
    expect(session.over).toBe(true)
  })

  it('not more data than is wanted, which is dropped', () => {
    const { session, server } = established()
    for (let at = 0; at < 10; at += 1)
      session.receive(server.record(contentTypes.applicationData, Buffer.alloc(16_384, at)))
    expect(session).toMatchObject({ over: false })
    expect(session.received.length).toBe(65_536)
  })
})

describe('a session is resumed', () => {
  const known: ResumptionSession = {
    version: 'TLSv1.2',
    suiteId: scriptedSuite,
    sessionId: new Uint8Array(32).fill(5),
    ticket: new Uint8Array(),
    masterSecret: new Uint8Array(48).fill(6),
    extendedMasterSecret: false,
  }

  it('by the server that knows its secret', () => {
    const { session, server } = scene('finished', known)
    session.receive(server.hello({ sessionId: known.sessionId }))
    server.resume(known.masterSecret)
    session.receive(server.changeCipherSpec())
    expect(session.receive(server.say(server.finishedMessage()))).not.toBeNull()
    expect(session).toMatchObject({ established: true, spoke: false })
    expect(session.flight).toMatchObject({ requestSettled: true, certificateRequested: false, proof: null })
    session.receive(server.record(contentTypes.applicationData, Buffer.from('hello')))
    expect(session.spoke).toBe(true)
  })

  it.each([
    ['another secret', { sessionId: known.sessionId }, /verify/],
    ['another id', { sessionId: new Uint8Array(32) }, /ChangeCipherSpec/],
    ['another suite', { sessionId: known.sessionId, suite: 0xc019 }, /ChangeCipherSpec/],
    [
      'another kind of secret',
      { sessionId: known.sessionId, extensions: [{ type: 23, body: new Uint8Array() }] },
      /master secret/,
    ],
  ] as const)('not with %s', (_, hello, problem) => {
    const { session, server } = scene('finished', known)
    session.receive(server.hello(hello))
    server.resume(new Uint8Array(48))
    session.receive(server.changeCipherSpec())
    session.receive(server.say(server.finishedMessage()))
    expectProblem({ session, server }, problem)
  })
})

describe('recorded flights, changed anywhere, end with a problem or a fact, and never with an error', () => {
  const names = [
    'tls12-ecdhe-mtls-stapled',
    'tls12-dhe-rsa',
    'tls12-rsa',
    'tls12-anon',
    'tls11-ecdhe',
    'tls10-dhe-mtls',
  ] as const

  it.each(names)('%s', (name) => {
    const recorded = Buffer.from(recordedFlights[name], 'base64')
    const change = fc.record({ at: fc.nat(recorded.length - 1), value: fc.nat(255) })
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 4 }),
        fc.integer({ min: 1, max: 4000 }),
        fc.boolean(),
        (changes, size, whole) => {
          const bytes = Buffer.from(recorded)
          for (const { at, value } of changes) bytes[at] = value
          const { session } = scene(whole ? 'finished' : 'server-flight')
          for (let at = 0; at < bytes.length; at += size) session.receive(Buffer.from(bytes.subarray(at, at + size)))
          expect(session.established).toBe(false)
          // The randoms are not those that were signed.
          expect(session.flight.proof?.verified ?? false).toBe(false)
        },
      ),
      { numRuns: 100 },
    )
  })
})
