import { createHash, type Hash } from 'node:crypto'
import { digest } from './digest.ts'
import type { Tls13Hash } from './tls13-suites.ts'

/** RFC 8446 4.4.1 */
const messageHash = 254

/** A handshake's messages, hashed as far as they came. */
export class Transcript {
  readonly #running: Hash

  constructor(hash: Tls13Hash | Hash) {
    this.#running = typeof hash === 'string' ? createHash(hash) : hash
  }

  add(raw: Uint8Array): this {
    this.#running.update(raw)
    return this
  }

  /** One that goes on by itself from here. */
  fork(): Transcript {
    return new Transcript(this.#running.copy())
  }

  /** Of all messages so far. */
  digest(): Buffer {
    // Through text, as in digest.ts.
    return Buffer.from(this.#running.copy().digest('binary'), 'latin1')
  }
}

/** What stands for the first ClientHello once a HelloRetryRequest came (RFC 8446 4.4.1). */
export function messageHashOf(hash: Tls13Hash, firstHello: Uint8Array): Buffer {
  const value = digest(hash, firstHello)
  return Buffer.concat([Buffer.of(messageHash, 0, 0, value.length), value])
}
