import { createECDH, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto'

export interface Agreed {
  readonly group: number
  readonly share: Buffer
  readonly secret: Buffer
}

/** The server's side of X25519, else of P-256, with whichever share came; null where neither did. */
export function agree(shares: ReadonlyMap<number, Uint8Array>): Agreed | null {
  const x25519 = shares.get(29)
  if (x25519) return { group: 29, ...agreeX25519(x25519) }
  const p256 = shares.get(23)
  if (!p256) return null
  const own = createECDH('prime256v1')
  const share = own.generateKeys()
  return { group: 23, share, secret: own.computeSecret(p256) }
}

function agreeX25519(theirs: Uint8Array): { readonly share: Buffer; readonly secret: Buffer } {
  const own = generateKeyPairSync('x25519')
  const jwk = own.publicKey.export({ format: 'jwk' })
  const key = { kty: 'OKP', crv: 'X25519', x: Buffer.from(theirs).toString('base64url') }
  const publicKey = createPublicKey({ key, format: 'jwk' })
  return {
    share: Buffer.from(jwk.x ?? '', 'base64url'),
    secret: diffieHellman({ privateKey: own.privateKey, publicKey }),
  }
}
