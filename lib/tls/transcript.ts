import { digest } from './digest.ts'
import type { Tls13Hash } from './tls13-suites.ts'

/** RFC 8446 4.4.1 */
const messageHash = 254

/** What both hellos and a usual chain take. */
const usualBytes = 6144

/**
 * A handshake's messages, to be hashed as far as they came. They are kept and hashed in one go each time: a running hash
 * of node:crypto, which is copied for each of its values, costs more than to hash some kilobytes thrice.
 */
export class Transcript {
  readonly #hash: Tls13Hash
  #bytes: Buffer
  #length = 0

  constructor(hash: Tls13Hash, room = usualBytes) {
    this.#hash = hash
    this.#bytes = Buffer.allocUnsafeSlow(room)
  }

  add(raw: Uint8Array): this {
    const length = this.#length + raw.length
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.#bytes.length))
      larger.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = larger
    }
    this.#bytes.set(raw, this.#length)
    this.#length = length
    return this
  }

  /** One that goes on by itself from here. */
  fork(): Transcript {
    return new Transcript(this.#hash, this.#bytes.length).add(this.#bytes.subarray(0, this.#length))
  }

  /** Of all messages so far. */
  digest(): Buffer {
    return digest(this.#hash, this.#bytes.subarray(0, this.#length))
  }
}

/** What stands for the first ClientHello once a HelloRetryRequest came (RFC 8446 4.4.1). */
export function messageHashOf(hash: Tls13Hash, firstHello: Uint8Array): Buffer {
  const value = digest(hash, firstHello)
  return Buffer.concat([Buffer.of(messageHash, 0, 0, value.length), value])
}
