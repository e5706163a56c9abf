import { constants, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto'
import { keyExchangeGroup } from './groups.ts'
import { keyAgreement } from './key-agreement/key-agreement.ts'
import { bigIntOf, bytesOf, freshExponent, modularPower } from './key-agreement/modular-power.ts'
import { NotCompletedError, WireError } from './wire-reader.ts'
import { WireWriter } from './wire-writer.ts'

/** What the client answers a key exchange with. */
export interface Agreement {
  /** Body of ClientKeyExchange. */
  readonly exchange: Uint8Array
  readonly premasterSecret: Uint8Array
}

/** The groups of RFC 8422 5.1.1 and RFC 7027 2: what stands after them was made for TLS 1.3. */
const lastCurve = 30

/** Ephemeral elliptic-curve Diffie-Hellman (RFC 8422 5.7, 5.10). Throws WireError. */
export function agreeOnCurve(groupId: number, serverShare: Uint8Array): Agreement {
  const own = groupId > lastCurve ? null : keyAgreement(groupId)
  if (own === null) throw new NotCompletedError(`${keyExchangeGroup(groupId).name} is not completed here`)
  const exchange = new WireWriter().vector(1, (writer) => writer.bytes(own.publicShare)).finish()
  return { exchange, premasterSecret: own.agree(serverShare) }
}

/** Beyond this the arithmetic takes longer than a handshake may. */
const maxPrimeBytes = 2048

/** Ephemeral finite-field Diffie-Hellman over any prime; the secret without leading zeros (RFC 5246 8.1.2). Throws WireError. */
export function agreeInField(prime: Uint8Array, generator: Uint8Array, serverShare: Uint8Array): Agreement {
  if (prime.length > maxPrimeBytes)
    throw new NotCompletedError(`a prime of ${prime.length} bytes is not completed here`)
  if (generator.length > prime.length || serverShare.length > prime.length) throw new WireError('longer than the prime')
  const p = bigIntOf(prime)
  const share = bigIntOf(serverShare)
  if (p < 5n || share < 2n || share > p - 2n) throw new WireError('the Diffie-Hellman share is outside of its group')
  const exponent = freshExponent()
  const own = bytesOf(modularPower(bigIntOf(generator) % p, exponent, p))
  return {
    exchange: new WireWriter().vector(2, (writer) => writer.bytes(own)).finish(),
    premasterSecret: bytesOf(modularPower(share, exponent, p)),
  }
}

/** RSA key transport (RFC 5246 7.4.7.1). `version`: as the ClientHello named it. SSL 3.0 sends no length. Throws WireError. */
export function transportKey(key: KeyObject, version: number, ssl3: boolean): Agreement {
  const premasterSecret = randomBytes(48)
  premasterSecret.writeUInt16BE(version)
  const encrypted = encrypt(key, premasterSecret)
  const exchange = ssl3 ? encrypted : new WireWriter().vector(2, (writer) => writer.bytes(encrypted)).finish()
  return { exchange, premasterSecret }
}

/** OpenSSL's errors carry no class: whatever this call throws is its refusal of the key. */
function encrypt(key: KeyObject, secret: Uint8Array): Buffer {
  try {
    return publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, secret)
  } catch {
    throw new WireError('the key of the certificate can not encrypt')
  }
}
