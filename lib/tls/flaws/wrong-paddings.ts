import { constants, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto'
import { WireError } from '../wire-reader.ts'

/** What a server may not tell apart (RFC 5246 7.4.7.1), as those who found ROBOT ask for it. */
export const paddings = ['right', 'wrong-type', 'zero-misplaced', 'no-zero', 'wrong-version'] as const

export type Padding = (typeof paddings)[number]

const secretBytes = 48
/** 0, 2, at least eight bytes of padding, 0 (RFC 8017 7.2.1). */
const leastFrameBytes = 11

/**
 * A premaster secret under the server's key, framed by RFC 8017 7.2.1 or nearly so. `version`: as the ClientHello named
 * it. Throws WireError for a key that has no room for it.
 */
export function wronglyPadded(key: KeyObject, padding: Padding, version: number): Buffer {
  const bits = key.asymmetricKeyDetails?.modulusLength
  if (key.asymmetricKeyType !== 'rsa' || bits === undefined) throw new WireError('no key of RSA')
  const length = Math.ceil(bits / 8)
  if (length < leastFrameBytes + secretBytes) throw new WireError(`a key of ${bits} bits`)
  try {
    return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, block(padding, version, length, bits))
  } catch {
    throw new WireError('the key of the certificate can not encrypt')
  }
}

function block(padding: Padding, version: number, length: number, bits: number): Buffer {
  const bytes = withoutZeros(length)
  const secretAt = length - secretBytes
  bytes[0] = 0
  bytes[1] = 2
  bytes[secretAt - 1] = 0
  bytes.writeUInt16BE(version, secretAt)
  // Below the modulus, whose first byte is not full where its length is no multiple of eight.
  if (padding === 'wrong-type') bytes.writeUInt16BE(bits % 8 === 0 ? 0x4117 : 0x0017, 0)
  if (padding === 'wrong-version') bytes.writeUInt16BE(0x0202, secretAt)
  if (padding === 'zero-misplaced' || padding === 'no-zero') {
    bytes.fill(0x11, secretAt - 1, secretAt + 2)
    if (padding === 'zero-misplaced') bytes[length - 2] = 0
  }
  return bytes
}

function withoutZeros(length: number): Buffer {
  return Buffer.from(randomBytes(length).map((byte) => byte || 0x11))
}
