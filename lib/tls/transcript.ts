import { createHash, hash as digest, type Hash } from 'node:crypto'
import type { Tls13Hash } from './tls13-suites.ts'

/** RFC 8446 4.4.1 */
const messageHash = 254

/** The running hash of a handshake's messages. */
export class Transcript {
  readonly #hash: Hash

  constructor(hash: Tls13Hash | Hash) {
    this.#hash = typeof hash === 'string' ? createHash(hash) : hash
  }

  add(raw: Uint8Array): this {
    this.#hash.update(raw)
    return this
  }

  /** One that goes on by itself from here. */
  fork(): Transcript {
    return new Transcript(this.#hash.copy())
  }

  /** Of all messages so far. */
  digest(): Buffer {
    return this.#hash.copy().digest()
  }
}

/** What stands for the first ClientHello once a HelloRetryRequest came (RFC 8446 4.4.1). */
export function messageHashOf(hash: Tls13Hash, firstHello: Uint8Array): Buffer {
  const value = digest(hash, firstHello, 'buffer')
  return Buffer.concat([Buffer.of(messageHash, 0, 0, value.length), value])
}
