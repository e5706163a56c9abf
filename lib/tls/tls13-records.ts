import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto'
import { expandLabel } from './key-schedule.ts'
import { contentTypes, type TlsRecord } from './records.ts'
import type { Tls13Suite } from './tls13-suites.ts'
import { WireError } from './wire-reader.ts'

/** RFC 8446 5.1 */
const maxPlaintextBytes = 2 ** 14
const ivBytes = 12
const nothing = new Uint8Array()

export interface InnerPlaintext {
  readonly type: number
  /** A buffer of its own. */
  readonly body: Uint8Array
}

/** Opens the protected records of one side under one secret, in order (RFC 8446 5.2 to 5.4). */
export class RecordOpener {
  readonly #suite: Tls13Suite
  readonly #key: KeyObject
  readonly #nonces: Nonces

  constructor(suite: Tls13Suite, secret: Uint8Array) {
    this.#suite = suite
    this.#key = createSecretKey(expandLabel(suite.hash, secret, 'key', nothing, suite.keyBytes))
    this.#nonces = new Nonces(expandLabel(suite.hash, secret, 'iv', nothing, ivBytes))
  }

  /** Throws WireError for a record that is too large, that does not verify, or that holds nothing. */
  open({ header, body }: TlsRecord): InnerPlaintext {
    const { cipher, tagBytes } = this.#suite
    const innerBytes = body.length - tagBytes
    if (innerBytes < 1 || body.length > maxPlaintextBytes + 256) {
      throw new WireError(`a protected record of ${body.length} bytes`)
    }
    // @ts-expect-error the declarations tie each AEAD to overloads of its own; all four take these arguments
    const decipher = createDecipheriv(cipher, this.#key, this.#nonces.next(), { authTagLength: tagBytes })
    decipher.setAuthTag(body.subarray(innerBytes))
    decipher.setAAD(header, { plaintextLength: innerBytes })
    return withoutPadding(opened(decipher, body.subarray(0, innerBytes)))
  }
}

/** Protects records of one side under one secret, in order. */
export class RecordSealer {
  readonly #suite: Tls13Suite
  readonly #key: KeyObject
  readonly #nonces: Nonces

  constructor(suite: Tls13Suite, secret: Uint8Array) {
    this.#suite = suite
    this.#key = createSecretKey(expandLabel(suite.hash, secret, 'key', nothing, suite.keyBytes))
    this.#nonces = new Nonces(expandLabel(suite.hash, secret, 'iv', nothing, ivBytes))
  }

  /** As many records as it takes. */
  seal(type: number, plaintext: Uint8Array): Buffer {
    if (plaintext.length <= maxPlaintextBytes) return this.#record(type, plaintext)
    const records: Buffer[] = []
    for (let at = 0; at < plaintext.length; at += maxPlaintextBytes) {
      records.push(this.#record(type, plaintext.subarray(at, at + maxPlaintextBytes)))
    }
    return Buffer.concat(records)
  }

  #record(type: number, plaintext: Uint8Array): Buffer {
    const { cipher, tagBytes } = this.#suite
    const innerBytes = plaintext.length + 1
    const record = Buffer.allocUnsafe(5 + innerBytes + tagBytes)
    record[0] = contentTypes.applicationData
    record.writeUInt16BE(0x0303, 1)
    record.writeUInt16BE(innerBytes + tagBytes, 3)
    record.set(plaintext, 5)
    record[5 + plaintext.length] = type
    // @ts-expect-error as above
    const encipher = createCipheriv(cipher, this.#key, this.#nonces.next(), { authTagLength: tagBytes })
    encipher.setAAD(record.subarray(0, 5), { plaintextLength: innerBytes })
    record.set(encipher.update(record.subarray(5, 5 + innerBytes)), 5)
    encipher.final()
    record.set(encipher.getAuthTag(), 5 + innerBytes)
    return record
  }
}

/** RFC 8446 5.3: the sequence number, XORed into the IV. */
class Nonces {
  readonly #iv: Buffer
  readonly #low: number
  #sequence = 0

  constructor(iv: Buffer) {
    // A copy of its own: what expandLabel gives is a view of a longer block.
    this.#iv = Buffer.from(iv)
    this.#low = iv.readUInt32BE(ivBytes - 4)
  }

  /** Valid until the next call. A connection ends long before 2^32 records. */
  next(): Buffer {
    this.#iv.writeUInt32BE((this.#low ^ this.#sequence) >>> 0, ivBytes - 4)
    this.#sequence += 1
    return this.#iv
  }
}

/** OpenSSL's errors carry no class: what these calls throw is that the tag does not fit. */
function opened(decipher: { update(data: Uint8Array): Buffer; final(): Buffer }, sealed: Uint8Array): Buffer {
  try {
    const inner = decipher.update(sealed)
    decipher.final()
    return inner
  } catch {
    throw new WireError('a record does not verify under the keys agreed on')
  }
}

/** RFC 8446 5.4: zeros follow the content type, which is the last byte that is not zero. */
function withoutPadding(inner: Buffer): InnerPlaintext {
  let end = inner.length - 1
  while (end >= 0 && inner[end] === 0) end -= 1
  const type = inner[end]
  if (type === undefined) throw new WireError('a protected record of padding alone')
  if (end > maxPlaintextBytes) throw new WireError(`a record of ${end} bytes`)
  return { type, body: inner.subarray(0, end) }
}
