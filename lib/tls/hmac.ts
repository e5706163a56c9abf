import { hash as hashOf } from 'node:crypto'
import { digest } from './digest.ts'

/** Block and digest length in bytes. */
const sizes = {
  md5: { block: 64, output: 16 },
  sha1: { block: 64, output: 20 },
  sha256: { block: 64, output: 32 },
  sha384: { block: 128, output: 48 },
} as const

export type HmacHash = keyof typeof sizes

/** HMAC (RFC 2104) under one key, out of bare hashes: a quarter of what `createHmac` costs for messages of this size. */
export class Hmac {
  readonly #hash: HmacHash
  readonly #inner: Buffer
  /** Its last bytes take the inner digest. */
  readonly #outer: Buffer

  constructor(hash: HmacHash, key: Uint8Array) {
    const { block, output } = sizes[hash]
    const short = key.length > block ? digest(hash, key) : key
    this.#hash = hash
    this.#inner = Buffer.allocUnsafe(block).fill(0x36)
    this.#outer = Buffer.allocUnsafe(block + output).fill(0x5c)
    for (let at = 0; at < short.length; at += 1) {
      const byte = short[at] ?? 0
      this.#inner[at] = byte ^ 0x36
      this.#outer[at] = byte ^ 0x5c
    }
  }

  /** Of the parts, one after the other. */
  digest(...parts: readonly Uint8Array[]): Buffer {
    const inner = hashOf(this.#hash, Buffer.concat([this.#inner, ...parts]), 'binary')
    this.#outer.write(inner, this.#inner.length, 'latin1')
    return digest(this.#hash, this.#outer)
  }
}
