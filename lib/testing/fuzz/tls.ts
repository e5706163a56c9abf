import { isDeepStrictEqual } from 'node:util'
import { clientHello, type Offer } from '#lib/tls/client-hello.ts'
import type { Conversation } from '#lib/tls/conversation.ts'
import { dhParameters } from '#lib/tls/dh-primes.ts'
import { Flight } from '#lib/tls/flight.ts'
import { Handshake } from '#lib/tls/handshake.ts'
import { MessageJoiner } from '#lib/tls/handshake-messages.ts'
import { HelloProbe } from '#lib/tls/hello-probe.ts'
import { readNextProtocols } from '#lib/tls/next-protocols.ts'
import { readClientHello } from '#lib/tls/read-client-hello.ts'
import { Ssl2Probe } from '#lib/tls/ssl2.ts'
import { suitesOf } from '#lib/tls/suites.ts'
import { WireError } from '#lib/tls/wire-reader.ts'
import { recordedFlights, recordedTls13Messages } from '../tls/recorded-flights.ts'
import { ssl2Hello, ssl3Flight } from '../tls/written-flights.ts'
import type { FuzzTarget } from './fuzz-target.ts'

/** Offers all that the recorded servers picked from. */
export const wideOffer: Offer = {
  legacyVersion: 0x0303,
  versions: [0x0304, 0x0303, 0x0302, 0x0301, 0x0300],
  suites: [...suitesOf('TLSv1.3'), ...suitesOf('TLSv1.2')],
  serverName: 'a.test',
  groups: [29, 23, 24],
  keyShares: [],
  signatureSchemes: [0x0403, 0x0804, 0x0401],
}

const { keyShares: _, ...offer } = wideOffer
const handshake = { offer, shareGroups: [29], credential: null, until: 'finished' } as const

/** By the first byte of an input; the second one cuts the rest into chunks. */
const kinds: readonly ((payload: Uint8Array, cut: number) => void)[] = [
  (payload, cut) => converse(() => new HelloProbe(wideOffer, 'server-flight'), payload, cut),
  (payload, cut) => converse(() => new HelloProbe(wideOffer, 'server-hello'), payload, cut),
  (payload, cut) => converse(() => new Ssl2Probe(), payload, cut),
  (payload) => onlyWireErrors(() => messages(payload)),
  (payload) => onlyWireErrors(() => readAndWriteAgain(payload)),
  (payload, cut) => converse(() => new Handshake(handshake), payload, cut),
]

const corpus = [
  ...Object.values(recordedFlights).flatMap((flight) => [0, 1, 5].map((kind) => entry(kind, flight))),
  entry(0, ssl3Flight),
  entry(2, ssl2Hello),
  entry(2, recordedFlights['tls12-refused']),
  entry(3, Buffer.concat(recordedTls13Messages.map((message) => Buffer.from(message, 'base64')))),
  entry(4, clientHello(wideOffer, new Uint8Array(32)).subarray(4)),
]

/** The codec, from raw bytes to a flight: throws nothing but its own error, and the network's cuts change nothing. */
export const tls: FuzzTarget = {
  corpus,
  run(input) {
    const [kind = 0, cut = 0] = input
    kinds[kind % kinds.length]?.(input.subarray(2), cut)
  },
}

function entry(kind: number, bytes: string | Uint8Array): Uint8Array {
  const payload = typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : bytes
  return Uint8Array.from([kind, 0, ...payload])
}

/** The whole at once and in pieces of 1 to 256 bytes give equal flights. */
function converse(begin: () => Conversation, bytes: Uint8Array, cut: number): void {
  const [whole, pieces] = [begin(), begin()]
  whole.begin()
  whole.receive(bytes)
  for (let at = 0; at < bytes.length && !pieces.over; at += cut + 1) {
    // A copy that is overwritten afterwards: nothing may be kept of it.
    const chunk = Uint8Array.from(bytes.subarray(at, at + cut + 1))
    pieces.receive(chunk)
    chunk.fill(0xaa)
  }
  if (whole.over !== pieces.over || !isDeepStrictEqual(whole.flight, pieces.flight)) {
    throw new Error(`in pieces of ${cut + 1} bytes the flight is another one`)
  }
}

function messages(bytes: Uint8Array): void {
  const flight = new Flight()
  for (const message of new MessageJoiner().push(bytes)) flight.take(message)
  const { prime } = flight.keyExchange?.dh ?? {}
  if (prime) dhParameters(prime)
  if (flight.hello) readNextProtocols(flight.hello.extensions)
}

function readAndWriteAgain(body: Uint8Array): void {
  const { offer, random } = readClientHello(body)
  const again = readClientHello(clientHello(offer, random).subarray(4))
  if (!isDeepStrictEqual({ ...again.offer, padTo: 0 }, { ...offer, padTo: 0 }))
    throw new Error('the hello reads another way')
}

function onlyWireErrors(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof WireError)) throw error
  }
}
