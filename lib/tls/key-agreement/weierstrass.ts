import { createECDH, createPublicKey, diffieHellman, generateKeyPairSync, getCurves, type KeyObject } from 'node:crypto'
import { expectLength, type KeyAgreement, refusing } from './agreement.ts'

const nistCurves = { 'P-256': 32, 'P-384': 48, 'P-521': 66 } as const

/** The NIST curves of RFC 8446 4.2.8.2: uncompressed points, the secret is the x coordinate. */
export class NistCurve implements KeyAgreement {
  readonly publicShare: Uint8Array
  readonly #curve: keyof typeof nistCurves
  readonly #privateKey: KeyObject

  constructor(curve: keyof typeof nistCurves) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    this.#curve = curve
    this.#privateKey = privateKey
    this.publicShare = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  }

  agree(peerShare: Uint8Array): Buffer {
    const width = nistCurves[this.#curve]
    expectUncompressed(peerShare, 1 + 2 * width)
    const point = Buffer.from(peerShare.buffer, peerShare.byteOffset, peerShare.byteLength)
    const x = point.toString('base64url', 1, 1 + width)
    const y = point.toString('base64url', 1 + width)
    return refusing(() => {
      const publicKey = createPublicKey({ key: { kty: 'EC', crv: this.#curve, x, y }, format: 'jwk' })
      return diffieHellman({ privateKey: this.#privateKey, publicKey })
    })
  }
}

/** Every other curve that this build of OpenSSL has, by its name there; slower. */
export class OtherCurve implements KeyAgreement {
  readonly publicShare: Uint8Array
  readonly #agreement

  constructor(name: string) {
    this.#agreement = createECDH(name)
    this.publicShare = this.#agreement.generateKeys()
  }

  static has(name: string): boolean {
    return getCurves().includes(name)
  }

  agree(peerShare: Uint8Array): Buffer {
    expectUncompressed(peerShare, this.publicShare.length)
    return refusing(() => this.#agreement.computeSecret(peerShare))
  }
}

function expectUncompressed(share: Uint8Array, length: number): void {
  expectLength(share, length)
  refusing(() => {
    if (share[0] !== 4) throw new Error('not an uncompressed point')
  })
}
