import type { Socket } from 'node:net'
import type { HelloSeen } from './client-hello-seen.ts'
import { type HostileCase, hostile } from './hostile-case.ts'
import { pour, serveHellos } from './serve.ts'
import { tls12Flight } from './tls12-flight.ts'
import { changeCipherSpec, type Flight13, tls13Flight } from './tls13-flight.ts'
import {
  alertRecord,
  handshakeRecords,
  helloRetryRequest,
  message,
  messageTypes,
  record,
  recordTypes,
  serverHello,
  vector,
} from './wire.ts'

const bounded = ['too-much-data', 'protocol-error'] as const

/** Servers that never stop sending. No client may read more than a MiB of it. */
export const floodCases: readonly HostileCase[] = [
  flood('flood-of-text', () => Buffer.from('220 welcome to the flood\r\n'.repeat(100)), ['not-tls', ...bounded]),
  flood('flood-of-zeros', () => Buffer.alloc(16_384), ['not-tls', ...bounded]),
  flood('flood-of-warnings', () => alertRecord('warning', 90)),
  flood('flood-of-warnings-of-names', () => alertRecord('warning', 112)),
  flood('flood-of-retries', (hello) =>
    record(recordTypes.handshake, helloRetryRequest(hello.sessionId, hello.suites[0] ?? 0x1301, { group: 23 })),
  ),
  flood('flood-of-server-hellos', oldHello),
  flood('flood-of-empty-records', () => record(recordTypes.handshake, new Uint8Array())),
  flood('flood-of-change-cipher-spec', () => changeCipherSpec, ['not-tls', ...bounded]),
  flood('flood-of-data-before-hello', () => record(recordTypes.applicationData, Buffer.alloc(8192)), [
    'not-tls',
    ...bounded,
  ]),
  after12('flood-of-certificate', 'server-hello', (count) => endlessMessage(16_384, count)),
  after12('flood-of-tiny-records', 'server-hello', (count) => endlessMessage(1, count)),
  after12('flood-of-empty-records-after-hello', 'server-hello', () => record(recordTypes.handshake, new Uint8Array())),
  after12('flood-of-hello-requests', 'certificate', () =>
    handshakeRecords(message(messageTypes.helloRequest, Buffer.alloc(0))),
  ),
  after12('flood-of-certificates', 'server-hello', () =>
    handshakeRecords(message(messageTypes.certificate, vector(3, Buffer.alloc(0)))),
  ),
  after12('flood-of-warnings-after-hello', 'server-hello', () => alertRecord('warning', 90)),
  after13('flood-of-change-cipher-spec-after-hello', 1, () => changeCipherSpec, bounded),
  after13(
    'flood-of-undecryptable-records',
    1,
    () => record(recordTypes.applicationData, Buffer.alloc(4096, 7)),
    bounded,
  ),
  // What follows is under the application's keys: the handshake has been seen whole.
  after13('flood-of-tickets', 4, (flight) => flight.application(recordTypes.handshake, ticket()), [
    'handshake',
    ...bounded,
  ]),
  after13('flood-of-empty-data', 4, (flight) => flight.application(recordTypes.applicationData, Buffer.alloc(0)), [
    'handshake',
    ...bounded,
  ]),
  after13('flood-of-data', 4, (flight) => flight.application(recordTypes.applicationData, Buffer.alloc(8192)), [
    'handshake',
    ...bounded,
  ]),
  after13(
    'flood-of-key-updates',
    4,
    (flight) => flight.application(recordTypes.handshake, message(messageTypes.keyUpdate, Buffer.of(0))),
    ['handshake', ...bounded],
  ),
]

function flood(
  name: string,
  next: (hello: HelloSeen) => Uint8Array,
  outcomes: HostileCase['outcomes'] = bounded,
): HostileCase {
  return hostile(name, () => serveHellos((socket, hello) => pour(socket, () => next(hello))), outcomes)
}

function after12(
  name: string,
  stage: 'server-hello' | 'certificate',
  next: (count: number) => Uint8Array,
): HostileCase {
  const start = () =>
    serveHellos((socket, hello) => {
      const steps = tls12Flight(hello)
      for (const { bytes } of steps.slice(0, stage === 'server-hello' ? 1 : 2)) socket.write(bytes)
      let count = 0
      pour(socket, () => next(count++))
    })
  return hostile(name, start, bounded)
}

function after13(
  name: string,
  steps: number,
  next: (flight: Flight13) => Uint8Array,
  outcomes: HostileCase['outcomes'],
): HostileCase {
  const start = () =>
    serveHellos((socket: Socket, hello) => {
      const flight = tls13Flight(hello)
      if (!flight) return void socket.end(alertRecord('fatal', 70))
      for (const { bytes } of flight.steps.slice(0, steps)) socket.write(bytes)
      pour(socket, () => next(flight))
    })
  return hostile(name, start, outcomes)
}

function oldHello({ sessionId }: HelloSeen): Buffer {
  const fields = { version: 0x0303, random: Buffer.alloc(32, 1), sessionId, suite: 0xc02b, extensions: [] }
  return record(recordTypes.handshake, serverHello(fields))
}

/** Parts of a Certificate message of 16 MiB less one byte that never comes to its end, in records of this size. */
function endlessMessage(recordBytes: number, count: number): Uint8Array {
  if (count === 0) return handshakeRecords(Buffer.from('0bffffff', 'hex'))
  const one = record(recordTypes.handshake, Buffer.alloc(recordBytes))
  return Buffer.concat(Array.from({ length: Math.ceil(4096 / recordBytes) }, () => one))
}

/** A NewSessionTicket of 3 KB (RFC 8446 4.6.1). */
function ticket(): Buffer {
  const body = Buffer.concat([
    Buffer.from('00001c20', 'hex'),
    Buffer.from('01020304', 'hex'),
    vector(1, Buffer.of(0)),
    vector(2, Buffer.alloc(3000, 1)),
    vector(2, Buffer.alloc(0)),
  ])
  return message(messageTypes.newSessionTicket, body)
}
