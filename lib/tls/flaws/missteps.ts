import type { ServerFlight } from '../flight.ts'
import { contentTypes } from '../records.ts'
import { wireVersions } from '../versions.ts'
import { WireError } from '../wire-reader.ts'
import { WireWriter } from '../wire-writer.ts'
import type { Steps } from './provocation.ts'

/** One plain record of the version that the server picked. Throws WireError where it picked none. */
export function recordBehind({ hello }: ServerFlight, type: number, body: Uint8Array): Buffer {
  if (hello === null) throw new WireError('no ServerHello')
  const writer = new WireWriter().uint(type, 1).uint(wireVersions[hello.version], 2)
  return writer.vector(2, () => writer.bytes(body)).finish()
}

/** A HeartbeatRequest that says it holds one byte, and holds none, nor padding (RFC 6520 4): nobody may answer it. */
const emptyRequest = Uint8Array.of(1, 0, 1)

/**
 * One byte more than was sent is asked for, the least that tells (CVE-2014-0160). Behind it application data, which no
 * handshake allows: the fatal alert to that shows that the server is still there, and OpenSSL, which holds back what it
 * says in a handshake, sends with it what it had answered before.
 */
export const heartbeatSteps: Steps = (flight) => [
  recordBehind(flight, contentTypes.heartbeat, emptyRequest),
  recordBehind(flight, contentTypes.applicationData, Uint8Array.of(0)),
]

/**
 * ChangeCipherSpec before there are keys (CVE-2014-0224). Who takes it waits for more, and can't decrypt the second, which
 * is no ciphertext; others refuse the first.
 */
export const changeCipherSpecSteps: Steps = (flight) => [changeCipherSpec(flight), changeCipherSpec(flight)]

export function changeCipherSpec(flight: ServerFlight): Buffer {
  return recordBehind(flight, contentTypes.changeCipherSpec, Uint8Array.of(1))
}
