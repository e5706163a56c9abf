import { decapsulate, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { expectLength, type KeyAgreement, refusing } from './agreement.ts'

/** FIPS 203 table 3: bytes of the encapsulation key and of the ciphertext. */
export const mlKemSizes = {
  'ml-kem-512': { key: 800, ciphertext: 768 },
  'ml-kem-768': { key: 1184, ciphertext: 1088 },
  'ml-kem-1024': { key: 1568, ciphertext: 1568 },
} as const

export type MlKemKind = keyof typeof mlKemSizes

/** ML-KEM (FIPS 203): the client sends its encapsulation key, the server the ciphertext. Throws where Node lacks it. */
export class MlKem implements KeyAgreement {
  readonly publicShare: Uint8Array
  readonly #kind: MlKemKind
  readonly #privateKey: KeyObject

  constructor(kind: MlKemKind) {
    const { privateKey, publicKey } = pairOf(kind)
    this.#kind = kind
    this.#privateKey = privateKey
    // The encapsulation key stands last in its SubjectPublicKeyInfo, a BIT STRING without unused bits.
    this.publicShare = publicKey.export({ type: 'spki', format: 'der' }).subarray(-mlKemSizes[kind].key)
  }

  agree(peerShare: Uint8Array): Buffer {
    expectLength(peerShare, mlKemSizes[this.#kind].ciphertext)
    return refusing(() => decapsulate(this.#privateKey, peerShare))
  }
}

function pairOf(kind: MlKemKind) {
  switch (kind) {
    case 'ml-kem-512':
      return generateKeyPairSync('ml-kem-512')
    case 'ml-kem-768':
      return generateKeyPairSync('ml-kem-768')
    case 'ml-kem-1024':
      return generateKeyPairSync('ml-kem-1024')
  }
}
