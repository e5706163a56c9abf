import { randomBytes } from 'node:crypto'
import { type LabServer, listen } from '../tls-server.ts'
import { hostileLeaf, largeCertificate, otherKey } from './certificates.ts'
import type { HelloSeen } from './client-hello-seen.ts'
import { type HostileCase, hostile } from './hostile-case.ts'
import { serveHellos } from './serve.ts'
import { certificateBody, type Flight12Options, tls12Flight } from './tls12-flight.ts'
import { certificateBody13, type FlightOptions, tls13Flight } from './tls13-flight.ts'
import {
  alertRecord,
  handshakeRecords,
  message,
  messageTypes,
  record,
  recordTypes,
  serverHello,
  vector,
} from './wire.ts'

const broken = ['protocol-error'] as const
/** What is too large may be told by its length alone, or by what was read of it. */
const large = ['protocol-error', 'too-much-data', 'timeout'] as const

const renegotiation = { type: 0xff01, body: Buffer.of(0) }

/** Servers whose answer is wrong in one place. All stay open after it, unless it is said. */
export const malformedCases: readonly HostileCase[] = [
  answer('garbage', () => randomBytesButTls(600), ['not-tls', 'protocol-error']),
  answer('http-answer', () => Buffer.from('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'), ['not-tls']),
  greet('smtp-banner', '220 mail.test ESMTP Postfix\r\n'),
  greet('ssh-banner', 'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'),
  answer('one-byte', () => Buffer.of(22), ['timeout']),
  answer('half-a-record', () => Buffer.from('1603030040020000', 'hex'), ['timeout']),
  answer('record-too-long', () => record(recordTypes.handshake, Buffer.alloc(2 ** 14 + 2049)), [
    'protocol-error',
    'not-tls',
  ]),
  answer('record-of-unknown-type', () => record(99, Buffer.alloc(50)), ['not-tls', 'protocol-error']),
  answer(
    'hello-cut-short',
    () => handshakeRecords(message(messageTypes.serverHello, Buffer.from('0303aabb', 'hex'))),
    broken,
  ),
  answer('hello-with-wrong-lengths', () => handshakeRecords(brokenLengths()), broken),
  answer('certificate-in-place-of-hello', () => certificateRecords(certificateBody([hostileLeaf().der])), broken),
  answer('garbage-after-hello', (hello) => [first(hello, {}), Buffer.from('this is no longer TLS at all')], [
    'protocol-error',
    'not-tls',
  ]),
  answer('unknown-version', (hello) => first(hello, { version: 0x0399 }), broken),
  answer('suite-not-offered', (hello) => flight(hello, { suite: 0x0003 }), broken),
  answer('compression-not-offered', (hello) => flight(hello, { compression: 1 }), broken),
  answer('tls13-suite-in-tls12', (hello) => flight(hello, { suite: 0x1301 }), broken),
  answer('extension-twice', (hello) => flight(hello, { extensions: [renegotiation, renegotiation] }), broken),
  answer('downgrade-signal', (hello) => flight(hello, { random: downgraded() }), ['protocol-error', 'handshake']),
  answer(
    'tls13-session-id-not-echoed',
    (hello) => handshakeRecords(tls13Hello({ ...hello, sessionId: Buffer.alloc(32, 9) })),
    broken,
  ),
  answer('tls13-without-key-share', (hello) => handshakeRecords(tls13Hello(hello)), broken),
  answer('no-certificate', (hello) => flight(hello, { chain: [] }), ['protocol-error', 'handshake']),
  answer('certificate-that-is-none', (hello) => flight(hello, { chain: [Buffer.alloc(200, 0x30)] }), [
    'protocol-error',
    'handshake',
  ]),
  answer(
    'certificate-list-with-wrong-lengths',
    (hello) => flight(hello, { certificateBody: Buffer.from('0000ff00000a3000', 'hex') }),
    broken,
  ),
  answer(
    'certificate-of-16-mib-claimed',
    (hello) => [first(hello, {}), handshakeRecords(Buffer.from('0bffffff00fffffc', 'hex'))],
    large,
  ),
  answer('100-certificates', (hello) => flight(hello, { chain: many(100) }), [
    'handshake',
    'protocol-error',
    'too-much-data',
  ]),
  answer('200-kib-chain', (hello) => flight(hello, { chain: [hostileLeaf().der, largeCertificate(200 * 1024).der] }), [
    'handshake',
    'protocol-error',
    'too-much-data',
  ]),
  answer('20000-empty-certificates', (hello) => flight(hello, { certificateBody: vector(3, Buffer.alloc(60_000)) }), [
    'protocol-error',
    'too-much-data',
  ]),
  answer(
    'signed-by-another-key',
    (hello) => flight(hello, { signer: otherKey() }),
    ['handshake', 'protocol-error'],
    false,
  ),
  answer(
    'broken-signature',
    (hello) => flight(hello, { spoilSignature: true }),
    ['handshake', 'protocol-error'],
    false,
  ),
  answer13('tls13-signed-by-another-key', { signer: otherKey }, ['handshake', 'protocol-error'], false),
  answer13('tls13-wrong-finished', { spoilFinished: true }, broken),
  answer13('tls13-hello-with-a-foreign-extension', { helloExtensions: [renegotiation] }, broken),
  answer13('tls13-no-certificate', { certificateBody: certificateBody13([]) }, broken),
  answer13('tls13-100-certificates', { chain: () => many(100) }, ['handshake', 'protocol-error', 'too-much-data']),
  answer13('tls13-200-kib-chain', { chain: () => [hostileLeaf().der, largeCertificate(200 * 1024).der] }, [
    'handshake',
    'protocol-error',
    'too-much-data',
  ]),
  answer13(
    'tls13-20000-empty-certificates',
    { certificateBody: Buffer.concat([Buffer.of(0), vector(3, Buffer.alloc(100_000))]) },
    ['protocol-error', 'too-much-data'],
  ),
]

function answer(
  name: string,
  say: (hello: HelloSeen) => Uint8Array | readonly Uint8Array[],
  outcomes: HostileCase['outcomes'],
  proof: false | null = null,
): HostileCase {
  const start = () =>
    serveHellos((socket, hello) => {
      const said = say(hello)
      socket.resume()
      socket.write(said instanceof Uint8Array ? said : Buffer.concat(said))
    })
  return hostile(name, start, outcomes, proof)
}

interface Faults extends Omit<FlightOptions, 'signer' | 'chain'> {
  readonly signer?: () => NonNullable<FlightOptions['signer']>
  readonly chain?: () => NonNullable<FlightOptions['chain']>
}

function answer13(
  name: string,
  faults: Faults,
  outcomes: HostileCase['outcomes'],
  proof: false | null = null,
): HostileCase {
  const { signer, chain, ...rest } = faults
  const start = () =>
    serveHellos((socket, hello) => {
      const options = { ...rest, ...(signer ? { signer: signer() } : {}), ...(chain ? { chain: chain() } : {}) }
      socket.resume()
      const steps = tls13Flight(hello, options)?.steps
      socket.write(steps ? Buffer.concat(steps.map(({ bytes }) => bytes)) : alertRecord('fatal', 70))
    })
  return hostile(name, start, outcomes, proof)
}

function greet(name: string, banner: string): HostileCase {
  const start = (): Promise<LabServer> =>
    listen({}, (socket) => {
      socket.resume()
      socket.write(banner)
    })
  return hostile(name, start, ['not-tls'])
}

function flight(hello: HelloSeen, options: Flight12Options): Buffer {
  return Buffer.concat(tls12Flight(hello, options).map(({ bytes }) => bytes))
}

function first(hello: HelloSeen, options: Flight12Options): Buffer {
  return tls12Flight(hello, options)[0]?.bytes ?? Buffer.alloc(0)
}

function certificateRecords(body: Buffer): Buffer {
  return handshakeRecords(message(messageTypes.certificate, body))
}

/** Garbage whose first byte could not begin a record. */
function randomBytesButTls(length: number): Buffer {
  const bytes = randomBytes(length)
  bytes[0] = 0xee
  return bytes
}

/** The session id claims more bytes than there are. */
function brokenLengths(): Buffer {
  return message(
    messageTypes.serverHello,
    Buffer.concat([Buffer.of(3, 3), randomBytes(32), Buffer.of(255), Buffer.alloc(20)]),
  )
}

/** RFC 8446 4.1.3: what a server of TLS 1.3 says where somebody made it speak TLS 1.2. */
function downgraded(): Buffer {
  return Buffer.concat([randomBytes(24), Buffer.from('DOWNGRD\x01', 'latin1')])
}

function tls13Hello({ sessionId }: Pick<HelloSeen, 'sessionId'>): Buffer {
  const extensions = [{ type: 43, body: Buffer.of(3, 4) }]
  return serverHello({ version: 0x0303, random: randomBytes(32), sessionId, suite: 0x1301, extensions })
}

function many(count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, () => hostileLeaf().der)
}
