import { createCipheriv, createDecipheriv, createPrivateKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'

/** Of the sealed form: this byte, nonce, tag, ciphertext. */
const version = 1
const nonceBytes = 12
const tagBytes = 16
const cipher = 'aes-256-gcm'

/**
 * Seals a private key (PKCS#8) with AES-256-GCM, so that a copy of the database signs nothing. The key for that comes
 * from the installation's secret by HKDF (RFC 5869); `kid` is bound, so that no sealed key passes for another.
 */
export function sealKey(privateKey: KeyObject, kid: string, secret: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const sealing = createCipheriv(cipher, sealingKey(secret), nonce, { authTagLength: tagBytes })
  sealing.setAAD(Buffer.from(kid))
  const text = Buffer.concat([sealing.update(privateKey.export({ format: 'der', type: 'pkcs8' })), sealing.final()])
  return Buffer.concat([Buffer.of(version), nonce, sealing.getAuthTag(), text])
}

/** Null where it was sealed under another secret or for another id, or was changed since. */
export function unsealKey(sealed: Uint8Array, kid: string, secret: string): KeyObject | null {
  const bytes = Buffer.from(sealed)
  const head = 1 + nonceBytes + tagBytes
  if (bytes[0] !== version || bytes.length <= head) return null
  const opening = createDecipheriv(cipher, sealingKey(secret), bytes.subarray(1, 1 + nonceBytes), {
    authTagLength: tagBytes,
  })
  opening.setAAD(Buffer.from(kid))
  opening.setAuthTag(bytes.subarray(1 + nonceBytes, head))
  try {
    const key = Buffer.concat([opening.update(bytes.subarray(head)), opening.final()])
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  } catch {
    return null
  }
}

function sealingKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'countersign signing key 1', 32))
}
