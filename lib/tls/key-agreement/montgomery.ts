import { diffieHellman, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { pemKey } from '#lib/core/pem-key.ts'
import { WireError } from '../wire-reader.ts'
import { expectLength, type KeyAgreement, refusing } from './agreement.ts'

const kinds = { X25519: 32, X448: 56 } as const

/** X25519 and X448 (RFC 7748). The peer's key goes in without an object made for it. */
export class Montgomery implements KeyAgreement {
  readonly publicShare: Uint8Array
  readonly #curve: keyof typeof kinds
  readonly #privateKey: KeyObject
  readonly #spkiHead: Buffer

  constructor(curve: keyof typeof kinds) {
    const { privateKey, publicKey } = curve === 'X25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('x448')
    this.#curve = curve
    this.#privateKey = privateKey
    this.#spkiHead = publicKey.export({ format: 'der', type: 'spki' }).subarray(0, -kinds[curve])
    this.publicShare = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  }

  agree(peerShare: Uint8Array): Buffer {
    expectLength(peerShare, kinds[this.#curve])
    const publicKey = pemKey(Buffer.concat([this.#spkiHead, peerShare]))
    const secret = refusing(() => diffieHellman({ privateKey: this.#privateKey, publicKey }))
    // RFC 8446 7.4.2: a point of small order gives zeros.
    if (secret.every((byte) => byte === 0)) throw new WireError('the key share is a point of small order')
    return secret
  }
}
