import { describe, expect, it } from 'vitest'
import { selfSigned } from '#lib/testing/certificates.ts'
import { requestBody, ScriptedTls13Server, scriptedLeaf } from '#lib/testing/tls/scripted-tls13-server.ts'
import { clientCredential } from './client-credential.ts'
import type { HandshakeOffer } from './client-hellos.ts'
import type { HandshakeEnd } from './engine.ts'
import { Handshake, type HandshakeOptions } from './handshake.ts'
import { handshakeTypes } from './handshake-messages.ts'
import { contentTypes } from './records.ts'

const offer: HandshakeOffer = {
  legacyVersion: 0x0303,
  versions: [0x0304, 0x0303],
  suites: [0x1301, 0x1302, 0xc02b],
  serverName: '',
  groups: [29, 23],
  signatureSchemes: [0x0403],
}

interface Scene {
  readonly session: Handshake
  readonly server: ScriptedTls13Server
}

function scene(until: HandshakeEnd = 'finished', more: Partial<HandshakeOptions> = {}): Scene {
  const session = new Handshake({ offer, shareGroups: [29], credential: null, until, ...more })
  return { session, server: new ScriptedTls13Server(session.begin()) }
}

function established(more: Partial<HandshakeOptions> = {}): Scene {
  const { session, server } = scene('finished', more)
  const answer = session.receive(server.flight())
  server.enterApplication()
  expect(server.takeClientFlight(answer ?? new Uint8Array())).toEqual([handshakeTypes.finished])
  expect(session).toMatchObject({ established: true, over: false, spoke: false })
  return { session, server }
}

const ticket = Buffer.from('0000001c00000001010100040abcdef00000', 'hex')

describe('a server of TLS 1.3 that goes by the book', () => {
  it('is finished with, and spoken with in both directions', () => {
    const { session, server } = established()
    session.receive(server.record(contentTypes.applicationData, Buffer.from('hello')))
    expect(Buffer.from(session.received).toString()).toBe('hello')
    expect(session.spoke).toBe(true)
    expect(server.open(session.seal(Buffer.from('you')))).toEqual({ type: 23, content: Buffer.from('you') })
    expect(server.open(session.close())).toEqual({ type: 21, content: Buffer.of(1, 0) })
  })

  it('may send ChangeCipherSpec, padding, and many messages in a record or many records for a message', () => {
    const { session, server } = scene('server-flight')
    session.receive(server.hello())
    session.receive(server.plain(contentTypes.changeCipherSpec, Buffer.of(1)))
    const messages = Buffer.concat([
      server.write(handshakeTypes.encryptedExtensions, Buffer.alloc(2)),
      server.write(handshakeTypes.certificateRequest, requestBody()),
    ])
    session.receive(server.record(contentTypes.handshake, messages, 500))
    const certificate = Buffer.concat([
      Buffer.of(0),
      vector24(Buffer.concat([vector24(scriptedLeaf.der), Buffer.alloc(2)])),
    ])
    for (const byte of server.write(handshakeTypes.certificate, certificate))
      session.receive(server.record(contentTypes.handshake, Buffer.of(byte), 1))
    session.receive(Buffer.concat([server.certificateVerify(), server.finished()]))
    expect(session.flight).toMatchObject({ problem: null, certificateRequested: true, proof: { verified: true } })
    expect(session).toMatchObject({ over: true, established: false })
  })

  it('asks for another group, or for its cookie', () => {
    const { session, server } = scene('finished', { shareGroups: [23] })
    const cookie = Buffer.from('state')
    server.takeSecondHello(session.receive(server.retryRequest({ group: 29, cookie })) ?? new Uint8Array())
    expect(server.secondHello).toMatchObject({ cookie: Uint8Array.from(cookie), keyShares: [{ group: 29 }] })
    const answer = session.receive(server.flight())
    server.enterApplication()
    expect(server.takeClientFlight(answer ?? new Uint8Array())).toEqual([handshakeTypes.finished])
  })

  it('speaks before it has heard the client: that is no word on the client', () => {
    const { session, server } = scene()
    const flight = server.flight()
    server.enterApplication()
    const early = server.record(contentTypes.applicationData, Buffer.from('220 ready'))
    const answer = session.receive(Buffer.concat([flight, early]))
    expect(session).toMatchObject({ established: true, spoke: false })
    expect(Buffer.from(session.received).toString()).toBe('220 ready')
    server.takeClientFlight(answer ?? new Uint8Array())
    session.receive(server.message(handshakeTypes.newSessionTicket, ticket))
    expect(session).toMatchObject({ spoke: true })
    expect(session.flight.tickets).toHaveLength(1)
  })

  it('gets the certificate that the client has, or none', () => {
    const { der, key } = selfSigned({ keyAlgorithm: 'p256' })
    const rsa = selfSigned({ keyAlgorithm: 'rsa2048' })
    const { certificate, certificateVerify, finished } = handshakeTypes
    for (const [credential, said] of [
      [clientCredential([der], key.privateKey), [certificate, certificateVerify, finished]],
      [clientCredential([rsa.der], rsa.key.privateKey), [certificate, finished]],
      [null, [certificate, finished]],
    ] as const) {
      const { session, server } = scene('finished', { credential })
      session.receive(Buffer.concat([server.hello(), server.encryptedExtensions(), server.certificateRequest()]))
      const answer = session.receive(
        Buffer.concat([server.certificate(), server.certificateVerify(), server.finished()]),
      )
      server.enterApplication()
      expect(server.takeClientFlight(answer ?? new Uint8Array())).toEqual(said)
    }
  })

  it('moves to new keys, and is followed where it asks for it', () => {
    const { session, server } = established()
    expect(session.receive(server.keyUpdate(false))).toBeNull()
    const answer = session.receive(server.keyUpdate(true))
    expect(server.open(answer ?? new Uint8Array()).content).toEqual(Buffer.of(handshakeTypes.keyUpdate, 0, 0, 1, 0))
    server.followClient()
    session.receive(server.record(contentTypes.applicationData, Buffer.from('still here')))
    expect(Buffer.from(session.received).toString()).toBe('still here')
    expect(server.open(session.seal(Buffer.from('so am I'))).content.toString()).toBe('so am I')
  })

  it('says why it refuses, with keys or without', () => {
    for (const alert of ['plain', 'record'] as const) {
      const { session, server } = scene()
      session.receive(server.hello())
      session.receive(server[alert](contentTypes.alert, Buffer.of(2, 40)))
      expect(session).toMatchObject({ over: true, closed: false })
      expect(session.flight).toMatchObject({ problem: null, alerts: [{ name: 'handshake_failure' }] })
    }
  })
})

describe('a proof that does not hold is a fact, with which the handshake goes on', () => {
  it.each([
    [
      'of another key',
      (server: ScriptedTls13Server) => server.certificateVerify(0x0403, selfSigned({ keyAlgorithm: 'p256' })),
    ],
    ['under a scheme that was not offered', (server: ScriptedTls13Server) => server.certificateVerify(0x0503)],
    ['under a scheme of TLS 1.2', (server: ScriptedTls13Server) => server.certificateVerify(0x0203)],
  ])('%s', (_, prove) => {
    const { session, server } = scene('server-flight')
    session.receive(Buffer.concat([server.hello(), server.encryptedExtensions(), server.certificate(), prove(server)]))
    session.receive(server.finished())
    expect(session.flight).toMatchObject({ problem: null, finished: true, proof: { verified: false } })
  })

  it('of a leaf that is no certificate', () => {
    const { session, server } = scene('server-flight')
    const flight = [server.hello(), server.encryptedExtensions(), server.certificate([Buffer.from('leaf')])]
    session.receive(Buffer.concat([...flight, server.certificateVerify(), server.finished()]))
    expect(session.flight).toMatchObject({ problem: null, finished: true, proof: { verified: false } })
  })
})

type Step = (server: ScriptedTls13Server) => Uint8Array

const { changeCipherSpec, alert, handshake, applicationData } = contentTypes
const hello: Step = (server) => server.hello()
const extensions: Step = (server) => server.encryptedExtensions()
const certificate: Step = (server) => server.certificate()
const prove: Step = (server) => server.certificateVerify()
const finish: Step = (server) => server.finished()

describe('before the server has finished, a problem is', () => {
  const cases: readonly (readonly [string, RegExp, readonly Step[]])[] = [
    ['a suite that was not offered', /suite/, [(server) => server.hello({ suite: 0x1303 })]],
    ['a suite of TLS 1.2', /suite/, [(server) => server.hello({ suite: 0xc02b })]],
    ['another session id', /session id/, [(server) => server.hello({ sessionId: new Uint8Array(32) })]],
    ['no key share', /key share/, [(server) => server.hello({ group: null })]],
    ['a share of a group that was offered without one', /key share/, [(server) => server.hello({ group: 23 })]],
    [
      'a session that was not offered',
      /pre-shared/,
      [(server) => server.hello({ extensions: [{ type: 41, body: Buffer.alloc(2) }] })],
    ],
    [
      'an extension of another message',
      /extension 16/,
      [(server) => server.hello({ extensions: [{ type: 16, body: Buffer.from('0003026832', 'hex') }] })],
    ],
    ['a retry that asks for nothing', /no change/, [(server) => server.retryRequest({})]],
    ['a retry for the group that was sent', /share was sent/, [(server) => server.retryRequest({ group: 29 })]],
    ['a retry for a group that was not offered', /not offered/, [(server) => server.retryRequest({ group: 24 })]],
    [
      'a second retry',
      /second/,
      [(server) => server.retryRequest({ group: 23 }), (server) => server.retryRequest({ cookie: Buffer.of(1) })],
    ],
    [
      'another suite than the retry named',
      /suite/,
      [(server) => server.retryRequest({ cookie: Buffer.of(1), suite: 0x1302 }), hello],
    ],
    [
      'a message behind a ServerHello, in its record',
      /in the clear/,
      [(server) => server.plain(handshake, Buffer.concat([server.helloMessage(), server.write(8, Buffer.alloc(2))]))],
    ],
    [
      'a message in the clear',
      /in the clear/,
      [hello, (server) => server.plain(handshake, server.write(8, Buffer.alloc(2)))],
    ],
    ['no EncryptedExtensions', /11 in place of 8/, [hello, certificate]],
    ['no certificate', /15 in place of 11/, [hello, extensions, prove]],
    ['an empty certificate', /without certificates/, [hello, extensions, (server) => server.certificate([])]],
    ['no proof', /20 in place of/, [hello, extensions, certificate, finish]],
    [
      'a request after the certificate',
      /13 in place of/,
      [hello, extensions, certificate, (server) => server.certificateRequest()],
    ],
    [
      'a Finished that does not verify',
      /Finished/,
      [hello, extensions, certificate, prove, (server) => server.message(handshakeTypes.finished, Buffer.alloc(32))],
    ],
    ['a ticket in the handshake', /4 in place of/, [hello, extensions, (server) => server.message(4, ticket)]],
    ['application data', /type 23/, [hello, (server) => server.record(applicationData, Buffer.of(1))]],
    ['an empty fragment', /empty/, [hello, (server) => server.record(handshake, Buffer.alloc(0))]],
    ['padding alone', /padding/, [hello, (server) => server.record(0, Buffer.alloc(5))]],
    [
      'a message that is broken off',
      /broken off/,
      [
        hello,
        (server) => server.record(handshake, Buffer.of(8, 0)),
        (server) => server.record(alert, Buffer.of(1, 90)),
      ],
    ],
    ['half an alert', /alert/, [hello, (server) => server.record(alert, Buffer.of(2))]],
    ['another ChangeCipherSpec', /ChangeCipherSpec/, [hello, (server) => server.plain(changeCipherSpec, Buffer.of(2))]],
    [
      'a record that is too large',
      /protected record/,
      [hello, (server) => server.plain(applicationData, Buffer.alloc(16_641))],
    ],
    [
      'a record that is too small',
      /protected record/,
      [hello, (server) => server.plain(applicationData, Buffer.alloc(16))],
    ],
    ['a record under other keys', /verify/, [hello, (server) => server.plain(applicationData, Buffer.alloc(40))]],
  ]

  it.each(cases)('%s', (_, problem, steps) => {
    const { session, server } = scene()
    for (const step of steps) session.receive(step(server))
    expect(session.flight.problem).toMatch(problem)
    expect(session).toMatchObject({ over: true, established: false })
    expect(session.receive(Buffer.from('more'))).toBeNull()
  })
})

describe('after the handshake, a problem is', () => {
  const cases: readonly (readonly [string, RegExp, Step])[] = [
    ['another handshake', /message 1 /, (server) => server.message(1)],
    ['an alert in the clear', /in the clear/, (server) => server.plain(alert, Buffer.of(2, 40))],
    ['a ChangeCipherSpec', /ChangeCipherSpec/, (server) => server.plain(changeCipherSpec, Buffer.of(1))],
    ['a request that was not offered', /not offered/, (server) => server.certificateRequest(Buffer.of(1))],
    ['a malformed KeyUpdate', /KeyUpdate/, (server) => server.message(handshakeTypes.keyUpdate, Buffer.of(2))],
    [
      'a KeyUpdate with more behind it',
      /change of keys/,
      (server) => server.record(handshake, Buffer.concat([keyUpdate, keyUpdate])),
    ],
    [
      'a KeyUpdate with a part of something behind it',
      /change of keys/,
      (server) => server.record(handshake, Buffer.concat([keyUpdate, Buffer.of(4)])),
    ],
    [
      'a record under the keys of before',
      /verify/,
      (server) => {
        const late = server.record(applicationData, Buffer.of(1))
        return Buffer.concat([server.keyUpdate(false), late])
      },
    ],
  ]
  const keyUpdate = Buffer.of(handshakeTypes.keyUpdate, 0, 0, 1, 0)

  it.each(cases)('%s', (_, problem, step) => {
    const { session, server } = established()
    session.receive(step(server))
    expect(session.flight.problem).toMatch(problem)
    expect(session).toMatchObject({ over: true, established: true })
  })
})

describe('a server that gets nowhere is left', () => {
  const floods: readonly (readonly [string, (scene: Scene) => Uint8Array])[] = [
    ['ChangeCipherSpec', ({ server }) => server.plain(changeCipherSpec, Buffer.of(1))],
    ['warnings', ({ server }) => server.record(alert, Buffer.of(1, 90))],
    ['one byte of a message', ({ server }) => server.record(handshake, Buffer.of(0))],
  ]

  it.each(floods)('with %s and no end', (_, next) => {
    const { session, server } = scene()
    session.receive(server.hello())
    session.receive(server.encryptedExtensions())
    // The header of a certificate of 512 KiB.
    session.receive(server.record(handshake, Buffer.of(11, 8, 0, 0)))
    let records = 0
    for (; !session.over && records < 5000; records += 1) session.receive(next({ session, server }))
    expect(session.over).toBe(true)
    expect(session.flight.problem).not.toBeNull()
  })

  it.each([
    ['data', (server: ScriptedTls13Server) => server.record(applicationData, Buffer.alloc(16_384)), /bytes/],
    ['empty data', (server: ScriptedTls13Server) => server.record(applicationData, Buffer.alloc(0)), /records/],
    ['tickets', (server: ScriptedTls13Server) => server.message(handshakeTypes.newSessionTicket, ticket), /messages/],
    ['new keys', (server: ScriptedTls13Server) => server.keyUpdate(true), /messages/],
  ])('with %s and no end, after the handshake', (_, next, problem) => {
    const { session, server } = established()
    for (let records = 0; !session.over && records < 5000; records += 1) session.receive(next(server))
    expect(session.flight.problem).toMatch(problem)
    expect(session.received.length).toBeLessThanOrEqual(65_536)
    expect(session.flight.tickets.length).toBeLessThanOrEqual(16)
  })
})

function vector24(body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(0, body.length >> 8, body.length & 255), body])
}
