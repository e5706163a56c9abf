import {
  type CipherGCM,
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type DecipherGCM,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { Hmac } from './hmac.ts'
import type { AeadCipher, CbcCipher } from './tls12-suites.ts'
import { WireError } from './wire-reader.ts'

/** One direction of a protected connection: what goes through it, record by record, in order. */
export interface Protection {
  /** The body of a record from its content. `version`: that of its header. */
  seal(type: number, version: number, content: Uint8Array): Uint8Array
  /** The content of a record from its body: a buffer of its own. Throws WireError where it does not verify. */
  open(type: number, version: number, body: Uint8Array): Uint8Array
}

/** Keys of one direction (RFC 5246 6.3). */
export interface DirectionKeys {
  readonly macKey: Buffer
  readonly key: Buffer
  /** The fixed part of an AEAD's nonce; the first vector of TLS 1.0 and before; else empty. */
  readonly iv: Buffer
}

const unverified = 'a record does not verify under the keys of the session'

/** RFC 5246 6.2.3.3 and 6.1: sequence number, type, version, length. */
function pseudoHeader(sequence: number, type: number, version: number, length: number): Buffer {
  const header = Buffer.allocUnsafe(13).fill(0)
  header.writeUIntBE(sequence, 2, 6)
  header[8] = type
  header.writeUInt16BE(version, 9)
  header.writeUInt16BE(length, 11)
  return header
}

/** Authenticated encryption (RFC 5246 6.2.3.3; RFC 5288, RFC 6655; RFC 7905 for ChaCha20-Poly1305). */
export class AeadProtection implements Protection {
  readonly #cipher: AeadCipher
  readonly #key: KeyObject
  readonly #iv: Buffer
  #sequence = 0

  constructor(cipher: AeadCipher, { key, iv }: DirectionKeys) {
    this.#cipher = cipher
    // As a KeyObject: Node finds out what a buffer is by exceptions, at twice the cost of a short record.
    this.#key = createSecretKey(key)
    this.#iv = iv
  }

  seal(type: number, version: number, content: Uint8Array): Uint8Array {
    const { name, tagBytes } = this.#cipher
    const header = pseudoHeader(this.#sequence, type, version, content.length)
    const explicit = header.subarray(0, this.#explicitBytes)
    this.#sequence += 1
    // @ts-expect-error the declarations tie each AEAD to overloads of its own; all take these arguments
    const cipher: CipherGCM = createCipheriv(name, this.#key, this.#nonce(header), { authTagLength: tagBytes })
    cipher.setAAD(header, { plaintextLength: content.length })
    const encrypted = cipher.update(content)
    cipher.final()
    return Buffer.concat([explicit, encrypted, cipher.getAuthTag()])
  }

  open(type: number, version: number, body: Uint8Array): Uint8Array {
    const { name, tagBytes } = this.#cipher
    const length = body.length - this.#explicitBytes - tagBytes
    if (length < 0) throw new WireError(unverified)
    const header = pseudoHeader(this.#sequence, type, version, length)
    // The sender chooses the explicit part; most take the sequence number (RFC 5288 3).
    const nonce = this.#explicitBytes === 0 ? this.#nonce(header) : this.#nonce(body)
    this.#sequence += 1
    const encrypted = body.subarray(this.#explicitBytes, this.#explicitBytes + length)
    try {
      // @ts-expect-error as above
      const decipher: DecipherGCM = createDecipheriv(name, this.#key, nonce, { authTagLength: tagBytes })
      decipher.setAuthTag(body.subarray(body.length - tagBytes))
      decipher.setAAD(header, { plaintextLength: length })
      const content = decipher.update(encrypted)
      decipher.final()
      return content
    } catch {
      throw new WireError(unverified)
    }
  }

  get #explicitBytes(): number {
    return 12 - this.#cipher.fixedNonceBytes
  }

  /** The fixed part and eight bytes that follow it, or the two added to each other without carry. */
  #nonce(lastEight: Uint8Array): Buffer {
    const nonce = Buffer.allocUnsafe(12).fill(0)
    nonce.set(this.#iv)
    for (let index = 0; index < 8; index += 1) {
      nonce[4 + index] = (nonce[4 + index] ?? 0) ^ (lastEight[index] ?? 0)
    }
    return nonce
  }
}

/** The MAC of a record's content, or of what is sent of it (RFC 5246 6.2.3.1, RFC 6101 5.2.3.1). */
export type RecordMac = (sequence: number, type: number, version: number, bytes: Uint8Array) => Buffer

export function hmacOf({ mac }: CbcCipher, macKey: Uint8Array): RecordMac {
  const hmac = new Hmac(mac, macKey)
  return (sequence, type, version, bytes) => hmac.digest(pseudoHeader(sequence, type, version, bytes.length), bytes)
}

export interface CbcOptions {
  readonly mac: RecordMac
  /** A vector stands before each record (TLS 1.1 on); else each begins with the last block of the one before it. */
  readonly explicitIv: boolean
  /** RFC 7366 */
  readonly encryptThenMac: boolean
  /** SSL 3.0 says nothing of what padding holds, but of its length (RFC 6101 5.2.3.2). */
  readonly ssl3: boolean
}

/** A block cipher in CBC mode with a MAC (RFC 5246 6.2.3.2). */
export class CbcProtection implements Protection {
  readonly #cipher: CbcCipher
  readonly #options: CbcOptions
  readonly #key: KeyObject
  #iv: Uint8Array
  #sequence = 0

  constructor(cipher: CbcCipher, keys: DirectionKeys, options: CbcOptions) {
    this.#cipher = cipher
    this.#options = options
    this.#key = createSecretKey(keys.key)
    this.#iv = keys.iv
  }

  seal(type: number, version: number, content: Uint8Array): Uint8Array {
    const { mac, explicitIv, encryptThenMac } = this.#options
    const { name, blockBytes } = this.#cipher
    const sequence = this.#next()
    const inner = encryptThenMac ? content : Buffer.concat([content, mac(sequence, type, version, content)])
    const padding = blockBytes - (inner.length % blockBytes)
    const iv = explicitIv ? randomBytes(blockBytes) : this.#iv
    const cipher = createCipheriv(name, this.#key, iv).setAutoPadding(false)
    const encrypted = cipher.update(Buffer.concat([inner, Buffer.alloc(padding, padding - 1)]))
    this.#iv = encrypted.subarray(-blockBytes)
    const sent = explicitIv ? Buffer.concat([iv, encrypted]) : encrypted
    return encryptThenMac ? Buffer.concat([sent, mac(sequence, type, version, sent)]) : sent
  }

  open(type: number, version: number, body: Uint8Array): Uint8Array {
    const { mac, encryptThenMac } = this.#options
    const { macBytes } = this.#cipher
    const sequence = this.#next()
    if (body.length < macBytes) throw new WireError(unverified)
    const cut = body.length - macBytes
    if (encryptThenMac) {
      expectEqual(mac(sequence, type, version, body.subarray(0, cut)), body.subarray(cut))
      return this.#withoutPadding(this.#decrypt(body.subarray(0, cut)), 0)
    }
    const inner = this.#withoutPadding(this.#decrypt(body), macBytes)
    const content = inner.subarray(0, inner.length - macBytes)
    expectEqual(mac(sequence, type, version, content), inner.subarray(inner.length - macBytes))
    return content
  }

  #next(): number {
    this.#sequence += 1
    return this.#sequence - 1
  }

  #decrypt(bytes: Uint8Array): Buffer {
    const { name, blockBytes } = this.#cipher
    const ivBytes = this.#options.explicitIv ? blockBytes : 0
    if (bytes.length < ivBytes + blockBytes || bytes.length % blockBytes !== 0) throw new WireError(unverified)
    const iv = this.#options.explicitIv ? bytes.subarray(0, blockBytes) : this.#iv
    this.#iv = Uint8Array.from(bytes.subarray(-blockBytes))
    return createDecipheriv(name, this.#key, iv).setAutoPadding(false).update(bytes.subarray(ivBytes))
  }

  /** Padding is looked at before the MAC: what an attacker could learn from that (RFC 5246 6.2.3.2) is not kept here. */
  #withoutPadding(bytes: Buffer, least: number): Buffer {
    const padding = bytes.at(-1) ?? 0
    const end = bytes.length - padding - 1
    if (end < least) throw new WireError(unverified)
    if (!this.#options.ssl3 && bytes.subarray(end).some((byte) => byte !== padding)) throw new WireError(unverified)
    return bytes.subarray(0, end)
  }
}

function expectEqual(computed: Uint8Array, sent: Uint8Array): void {
  if (computed.length !== sent.length || !timingSafeEqual(computed, sent)) throw new WireError(unverified)
}
