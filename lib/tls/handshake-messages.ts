import { WireError } from './wire-reader.ts'

/** RFC 8446 B.3, RFC 5246 7.4 */
export const handshakeTypes = {
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

const maxMessageBytes = 512 * 1024

/** Puts handshake messages together again from the fragments that records carry (RFC 8446 5.1). */
export class MessageJoiner {
  #pending: Uint8Array = new Uint8Array()

  /** The messages that this fragment completes. Throws WireError for one that is larger than any server has reason to send. */
  push(fragment: Uint8Array): readonly HandshakeMessage[] {
    this.#pending = this.#pending.length === 0 ? fragment : Buffer.concat([this.#pending, fragment])
    const messages: HandshakeMessage[] = []
    for (;;) {
      const [type, high = 0, middle = 0, low = 0] = this.#pending
      const length = high * 65536 + middle * 256 + low
      if (length > maxMessageBytes) throw new WireError(`a handshake message of ${length} bytes`)
      if (type === undefined || this.#pending.length < 4 + length) return messages
      messages.push({ type, body: this.#pending.subarray(4, 4 + length), raw: this.#pending.subarray(0, 4 + length) })
      this.#pending = this.#pending.subarray(4 + length)
    }
  }
}
