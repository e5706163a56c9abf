import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** Kinds of key of which nearly every server's list of schemes has one. */
export type SelfMadeKey = 'p256' | 'rsa2048' | 'p384' | 'ed25519'

export interface KeyPair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

export interface SelfMadeOptions {
  /** CN of the subject. */
  readonly commonName: string
  readonly keys: KeyPair
  /** DER of the issuer's Name and its key; the certificate signs itself where left out. */
  readonly issuer?: { readonly name: Uint8Array; readonly key: KeyObject }
  /** DER of another subject, in place of `commonName`. */
  readonly subject?: Uint8Array
  readonly ca?: boolean
}

export function generateKeys(kind: SelfMadeKey): KeyPair {
  switch (kind) {
    case 'p256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' })
    case 'p384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' })
    case 'rsa2048':
      return generateKeyPairSync('rsa', { modulusLength: 2048 })
    case 'ed25519':
      return generateKeyPairSync('ed25519')
  }
}

/** DER of a certificate for a client, or a CA of clients (RFC 5280 4.1). Without key identifiers: names alone link it. */
export function selfMadeCertificate({ commonName, keys, issuer, subject, ca = false }: SelfMadeOptions): Buffer {
  const own = subject ?? nameOf(commonName)
  const signer = issuer?.key ?? keys.privateKey
  const algorithm = signatureAlgorithm(signer)
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.of(1), randomBytes(15)),
    algorithm,
    issuer?.name ?? own,
    sequence(der(0x17, Buffer.from('200101000000Z')), der(0x18, Buffer.from('99991231235959Z'))),
    own,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...(ca ? authorityExtensions : clientExtensions))),
  )
  const hash = signer.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  return sequence(toBeSigned, algorithm, der(0x03, Buffer.of(0), sign(hash, toBeSigned, signer)))
}

const clientExtensions = [
  // keyUsage digitalSignature; extendedKeyUsage clientAuth
  sequence(oid('551d0f'), der(0x04, der(0x03, Buffer.of(7, 0x80)))),
  sequence(oid('551d25'), der(0x04, sequence(oid('2b06010505070302')))),
]

const authorityExtensions = [
  // basicConstraints CA; keyUsage keyCertSign
  sequence(oid('551d13'), der(0x01, Buffer.of(0xff)), der(0x04, sequence(der(0x01, Buffer.of(0xff))))),
  sequence(oid('551d0f'), der(0x04, der(0x03, Buffer.of(2, 0x04)))),
]

function signatureAlgorithm(key: KeyObject): Buffer {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return sequence(oid('2a864886f70d01010b'), der(0x05))
    case 'ed25519':
      return sequence(oid('2b6570'))
    default:
      return sequence(oid('2a8648ce3d040302'))
  }
}

function nameOf(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(commonName)))))
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(0x30, ...parts)
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'))
}

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from(head), content])
}
