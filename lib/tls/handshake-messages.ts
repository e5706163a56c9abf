import { UnitCutter } from './unit-cutter.ts'
import { WireError } from './wire-reader.ts'

/** RFC 8446 B.3, RFC 5246 7.4 */
export const handshakeTypes = {
  helloRequest: 0,
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
  certificateStatus: 22,
  keyUpdate: 24,
} as const

export interface HandshakeMessage {
  readonly type: number
  readonly body: Uint8Array
  /** Header and body, as transcripts hash them. */
  readonly raw: Uint8Array
}

/** Length of a body at most, by type: what the vectors inside can come to, or what any server has reason to send. */
const maxBodyBytes: Readonly<Partial<Record<number, number>>> = {
  [handshakeTypes.serverHello]: 0x12000,
  [handshakeTypes.newSessionTicket]: 0x21000,
  [handshakeTypes.encryptedExtensions]: 0x10100,
  [handshakeTypes.certificate]: 0xc0000,
  [handshakeTypes.serverKeyExchange]: 0x8000,
  [handshakeTypes.certificateRequest]: 0x21000,
  [handshakeTypes.serverHelloDone]: 0,
  [handshakeTypes.certificateVerify]: 0x10100,
  [handshakeTypes.finished]: 64,
  [handshakeTypes.certificateStatus]: 0x40000,
  [handshakeTypes.keyUpdate]: 1,
}
const maxOtherBodyBytes = 0x20000

const messageHeader = { bytes: 4, size: messageBytes } as const

/** Puts handshake messages together again from the fragments that records carry (RFC 8446 5.1). */
export class MessageJoiner {
  readonly #cutter = new UnitCutter(messageHeader)

  /** A message has begun and has not ended, or was not taken. */
  get unfinished(): boolean {
    return this.#cutter.unfinished
  }

  /**
   * The messages that this fragment completes, one by one: views, valid for as long as the fragment is. Throws
   * WireError for one that is larger than any server has reason to send, once those before it were taken.
   */
  *push(fragment: Uint8Array): Generator<HandshakeMessage, void, void> {
    for (const raw of this.#cutter.push(fragment)) yield { type: raw[0] ?? 0, body: raw.subarray(4), raw }
  }

  /** What stands unread, which is then no longer this joiner's: after a message that changes the reader. */
  takeRest(): Uint8Array {
    return this.#cutter.takeRest()
  }
}

/** Length of the message whose header this is. Throws WireError where it is too long. */
function messageBytes(bytes: Uint8Array): number {
  const type = bytes[0] ?? 0
  const length = (bytes[1] ?? 0) * 65536 + (bytes[2] ?? 0) * 256 + (bytes[3] ?? 0)
  if (length > (maxBodyBytes[type] ?? maxOtherBodyBytes)) {
    throw new WireError(`a handshake message of type ${type} with ${length} bytes`)
  }
  return 4 + length
}
