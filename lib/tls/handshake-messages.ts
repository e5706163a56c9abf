import { UnitCutter, type UnitKind } from './unit-cutter.ts'
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

const messages: UnitKind<HandshakeMessage> = {
  headerBytes: 4,
  size: messageBytes,
  read: (raw) => ({ type: raw[0] ?? 0, body: raw.subarray(4), raw }),
}

/**
 * Puts handshake messages together again from the fragments that records carry (RFC 8446 5.1): views, valid for as long
 * as the fragment is. Throws WireError for one that is larger than any server has reason to send, once those before it
 * were taken.
 */
export class MessageJoiner extends UnitCutter<HandshakeMessage> {
  constructor() {
    super(messages)
  }
}

/** Length of the message whose header this is. Throws WireError where it is too long. */
function messageBytes(bytes: Uint8Array, at: number): number {
  const type = bytes[at] ?? 0
  const length = (bytes[at + 1] ?? 0) * 65536 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0)
  if (length > (maxBodyBytes[type] ?? maxOtherBodyBytes)) {
    throw new WireError(`a handshake message of type ${type} with ${length} bytes`)
  }
  return 4 + length
}
