import { constants, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { contextConstructed, integer, nullValue, objectIdentifier, sequence } from './der-writer.ts'

export const keyAlgorithms = [
  'p256',
  'p384',
  'p521',
  'secp256k1',
  'rsa1024',
  'rsa2048',
  'rsa3072',
  'rsa-pss',
  'ed25519',
  'ed448',
] as const

export type KeyAlgorithm = (typeof keyAlgorithms)[number]

export type SignatureHash = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512'

export interface KeyPair {
  readonly algorithm: KeyAlgorithm
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
  /** DER of the SubjectPublicKeyInfo. */
  readonly spki: Buffer
  /** The private key, PKCS#8. */
  readonly pem: string
}

export function generateKeyPair(algorithm: KeyAlgorithm = 'p256'): KeyPair {
  const { publicKey, privateKey } = encodedPair(algorithm)
  return {
    algorithm,
    publicKey: createPublicKey({ key: publicKey, format: 'der', type: 'spki' }),
    privateKey: createPrivateKey(privateKey),
    spki: publicKey,
    pem: privateKey,
  }
}

/** DER of the AlgorithmIdentifier with which this key signs under this hash (EdDSA and RSASSA-PSS have their own, and ignore it). */
export function signatureAlgorithm(algorithm: KeyAlgorithm, hash: SignatureHash): Buffer {
  if (algorithm === 'ed25519') return sequence(objectIdentifier('1.3.101.112'))
  if (algorithm === 'ed448') return sequence(objectIdentifier('1.3.101.113'))
  if (algorithm === 'rsa-pss') return pssWithSha256()
  if (isRsa(algorithm)) return sequence(objectIdentifier(`1.2.840.113549.1.1.${rsaArcs[hash]}`), nullValue())
  const arc = ecdsaArcs[hash]
  if (arc === null) throw new Error(`there is no ECDSA algorithm with ${hash}`)
  return sequence(objectIdentifier(`1.2.840.10045.4.${arc}`))
}

export function signWith(key: KeyPair, hash: SignatureHash, data: Uint8Array): Buffer {
  if (key.algorithm === 'rsa-pss') {
    const padding = constants.RSA_PKCS1_PSS_PADDING
    return sign('sha256', data, { key: key.privateKey, padding, saltLength: pssSaltBytes })
  }
  const digest = key.algorithm === 'ed25519' || key.algorithm === 'ed448' ? null : hash
  return sign(digest, data, key.privateKey)
}

export function isRsa(algorithm: KeyAlgorithm): boolean {
  return algorithm.startsWith('rsa')
}

const pssSaltBytes = 32

/** RFC 4055 3.1, RSASSA-PSS-params: SHA-256, MGF1 with SHA-256, a salt as long as the hash. */
function pssWithSha256(): Buffer {
  const sha256 = sequence(objectIdentifier('2.16.840.1.101.3.4.2.1'), nullValue())
  const mask = sequence(objectIdentifier('1.2.840.113549.1.1.8'), sha256)
  const parameters = [sha256, mask, integer(pssSaltBytes)].map((one, index) => contextConstructed(index, one))
  return sequence(objectIdentifier('1.2.840.113549.1.1.10'), sequence(...parameters))
}

const rsaArcs = { md5: '4', sha1: '5', sha256: '11', sha384: '12', sha512: '13' } as const
const ecdsaArcs = { md5: null, sha1: '1', sha256: '3.2', sha384: '3.3', sha512: '3.4' } as const
const curves = { p256: 'P-256', p384: 'P-384', p521: 'P-521', secp256k1: 'secp256k1' } as const
const moduli = { rsa1024: 1024, rsa2048: 2048, rsa3072: 3072 } as const

function encodedPair(algorithm: KeyAlgorithm): { publicKey: Buffer; privateKey: string } {
  const publicKeyEncoding = { type: 'spki', format: 'der' } as const
  const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const
  switch (algorithm) {
    case 'ed25519':
      return generateKeyPairSync('ed25519', { publicKeyEncoding, privateKeyEncoding })
    case 'ed448':
      return generateKeyPairSync('ed448', { publicKeyEncoding, privateKeyEncoding })
    case 'rsa-pss':
      return generateKeyPairSync('rsa-pss', { modulusLength: 2048, publicKeyEncoding, privateKeyEncoding })
    case 'rsa1024':
    case 'rsa2048':
    case 'rsa3072':
      return generateKeyPairSync('rsa', { modulusLength: moduli[algorithm], publicKeyEncoding, privateKeyEncoding })
    default:
      return generateKeyPairSync('ec', { namedCurve: curves[algorithm], publicKeyEncoding, privateKeyEncoding })
  }
}
