import { createDecipheriv, createHmac } from 'node:crypto'
import { contentTypes, type TlsRecord } from './records.ts'

interface SuiteParameters {
  readonly hash: 'sha256' | 'sha384'
  readonly cipher: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305' | 'aes-128-ccm'
  readonly keyBytes: number
  readonly tagBytes: number
}

/** RFC 8446 B.4 */
const suites: Readonly<Record<number, SuiteParameters>> = {
  4865: { hash: 'sha256', cipher: 'aes-128-gcm', keyBytes: 16, tagBytes: 16 },
  4866: { hash: 'sha384', cipher: 'aes-256-gcm', keyBytes: 32, tagBytes: 16 },
  4867: { hash: 'sha256', cipher: 'chacha20-poly1305', keyBytes: 32, tagBytes: 16 },
  4868: { hash: 'sha256', cipher: 'aes-128-ccm', keyBytes: 16, tagBytes: 16 },
  4869: { hash: 'sha256', cipher: 'aes-128-ccm', keyBytes: 16, tagBytes: 8 },
}

export interface TrafficKey {
  readonly key: Buffer
  readonly iv: Buffer
}

/** RFC 8446 7.1; output of at most one hash length, so one block of HKDF-Expand (RFC 5869 2.3). */
export function hkdfExpandLabel(hash: 'sha256' | 'sha384', secret: Uint8Array, label: string, length: number): Buffer {
  const full = Buffer.from(`tls13 ${label}`)
  const info = Buffer.concat([Buffer.from([length >> 8, length & 255, full.length]), full, Buffer.from([0, 1])])
  return createHmac(hash, secret).update(info).digest().subarray(0, length)
}

/** RFC 8446 7.3: the record key and IV of a traffic secret. Null for a suite that is not of TLS 1.3. */
export function trafficKey(suiteId: number, secret: Uint8Array): TrafficKey | null {
  const suite = suites[suiteId]
  if (!suite) return null
  return {
    key: hkdfExpandLabel(suite.hash, secret, 'key', suite.keyBytes),
    iv: hkdfExpandLabel(suite.hash, secret, 'iv', 12),
  }
}

/** Opens the protected records of one side under one secret, in order (RFC 8446 5.2 and 5.3). */
export class RecordOpener {
  readonly #suite: SuiteParameters
  readonly #key: TrafficKey
  #sequence = 0

  private constructor(suite: SuiteParameters, key: TrafficKey) {
    this.#suite = suite
    this.#key = key
  }

  /** Null for a suite that is not of TLS 1.3. */
  static of(suiteId: number, secret: Uint8Array): RecordOpener | null {
    const suite = suites[suiteId]
    const key = trafficKey(suiteId, secret)
    return suite && key ? new RecordOpener(suite, key) : null
  }

  /** The inner type and plaintext, or null where the record does not verify under this secret. */
  open(record: TlsRecord): { readonly type: number; readonly body: Uint8Array } | null {
    const { cipher, tagBytes } = this.#suite
    const bodyBytes = record.body.length - tagBytes
    if (record.type !== contentTypes.applicationData || bodyBytes < 1) return null
    const nonce = Buffer.from(this.#key.iv)
    nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ this.#sequence) >>> 0, 8)
    try {
      // @ts-expect-error the declarations tie each AEAD to overloads of its own; all four take these arguments
      const decipher = createDecipheriv(cipher, this.#key.key, nonce, { authTagLength: tagBytes })
      decipher.setAuthTag(record.body.subarray(bodyBytes))
      decipher.setAAD(record.header, { plaintextLength: bodyBytes })
      const inner = Buffer.concat([decipher.update(record.body.subarray(0, bodyBytes)), decipher.final()])
      this.#sequence += 1
      return withoutPadding(inner)
    } catch {
      return null
    }
  }
}

/** RFC 8446 5.4: zeros follow the content type, which is the last byte that is not zero. */
function withoutPadding(inner: Uint8Array): { type: number; body: Uint8Array } | null {
  const end = inner.findLastIndex((byte) => byte !== 0)
  const type = inner[end]
  return type === undefined ? null : { type, body: inner.subarray(0, end) }
}
