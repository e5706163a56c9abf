import { createPublicKey, encapsulate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { WireError } from '../wire-reader.ts'
import { FiniteField, ffdhePrime } from './finite-field.ts'
import { keyAgreement } from './key-agreement.ts'
import { MlKem } from './ml-kem.ts'
import { Montgomery } from './montgomery.ts'
import { NistCurve, OtherCurve } from './weierstrass.ts'

const peers = {
  x25519: [29, () => new Montgomery('X25519')],
  x448: [30, () => new Montgomery('X448')],
  secp256r1: [23, () => new NistCurve('P-256')],
  secp384r1: [24, () => new NistCurve('P-384')],
  secp521r1: [25, () => new NistCurve('P-521')],
  brainpoolP256r1: [26, () => new OtherCurve('brainpoolP256r1')],
  ffdhe2048: [256, () => fieldOf(2048)],
  ffdhe3072: [257, () => fieldOf(3072)],
} as const

function fieldOf(bits: number) {
  const prime = ffdhePrime(bits)
  if (!prime) throw new Error('no such field')
  return new FiniteField(prime)
}

describe.each(Object.entries(peers))('%s', (_name, [group, make]) => {
  const own = keyAgreement(group)
  const peer = make()

  it('gives both sides one secret, time and again', () => {
    expect(own?.agree(peer.publicShare)).toEqual(peer.agree(own?.publicShare ?? new Uint8Array()))
    expect(keyAgreement(group)).toBe(own)
  })

  it('refuses shares that are none', () => {
    for (const share of [
      new Uint8Array(),
      peer.publicShare.subarray(1),
      Buffer.concat([peer.publicShare, Buffer.of(0)]),
      Buffer.alloc(peer.publicShare.length),
    ]) {
      expect(() => own?.agree(share)).toThrow(WireError)
    }
  })
})

it('a point that is not on its curve is refused', () => {
  const share = Buffer.from(new NistCurve('P-256').publicShare)
  share[40] = (share[40] ?? 0) ^ 1
  expect(() => keyAgreement(23)?.agree(share)).toThrow(WireError)
  const brainpool = Buffer.from(new OtherCurve('brainpoolP256r1').publicShare)
  brainpool[40] = (brainpool[40] ?? 0) ^ 1
  expect(() => keyAgreement(26)?.agree(brainpool)).toThrow(WireError)
  const compressed = Buffer.from(new NistCurve('P-256').publicShare)
  compressed[0] = 2
  expect(() => keyAgreement(23)?.agree(compressed)).toThrow(WireError)
})

it('a point of small order is refused', () => {
  // RFC 7748 6.1: u = 1 has order 4, so every secret with it is zero.
  const one = Buffer.alloc(32)
  one[0] = 1
  expect(() => keyAgreement(29)?.agree(one)).toThrow(WireError)
})

it('a share of a finite field lies between 1 and the prime less one', () => {
  const prime = ffdhePrime(2048) ?? Buffer.alloc(0)
  const least = Buffer.alloc(256)
  least[255] = 1
  const most = Buffer.from(prime)
  most[255] = (most[255] ?? 0) - 1
  for (const share of [least, most, prime]) expect(() => keyAgreement(256)?.agree(share)).toThrow(WireError)
})

/** RFC 7919 A.1 to A.5: the last 16 bytes of each prime. */
it.each([
  [2048, '886b423861285c97ffffffffffffffff'],
  [3072, '25e41d2b66c62e37ffffffffffffffff'],
  [4096, 'c68a007e5e655f6affffffffffffffff'],
  [6144, 'a40e329cd0e40e65ffffffffffffffff'],
  [8192, 'd68c8bb7c5c6424cffffffffffffffff'],
])('ffdhe%i is the prime of RFC 7919', (bits, end) => {
  const prime = ffdhePrime(bits)
  expect(prime).toHaveLength(bits / 8)
  expect(prime?.subarray(-16).toString('hex')).toBe(end)
  expect(prime?.subarray(0, 16).toString('hex')).toBe('ffffffffffffffffadf85458a2bb4a9a')
})

describe('ML-KEM', () => {
  const kinds = { 512: 'ml-kem-512', 513: 'ml-kem-768', 514: 'ml-kem-1024' } as const

  it.each(Object.entries(kinds))('group %s agrees with whoever encapsulates for its share', (group, kind) => {
    const own = keyAgreement(Number(group))
    const twin = new MlKem(kind)
    expect(own?.publicShare).toHaveLength(twin.publicShare.length)
    const { sharedKey, ciphertext } = encapsulate(keyOf(kind, own?.publicShare ?? new Uint8Array()))
    expect(own?.agree(ciphertext)).toEqual(sharedKey)
    expect(() => own?.agree(ciphertext.subarray(1))).toThrow(WireError)
  })

  /** draft-ietf-tls-ecdhe-mlkem 4: the lengths of the client's shares, and of the secrets. */
  it.each([
    [4587, 1249, 1153],
    [4588, 1216, 1120],
    [4589, 1665, 1665],
  ])('hybrid %i has the lengths of the draft', (group, client, server) => {
    const own = keyAgreement(group)
    expect(own?.publicShare).toHaveLength(client)
    expect(() => own?.agree(Buffer.alloc(server - 1))).toThrow(WireError)
    expect(() => own?.agree(Buffer.alloc(server))).toThrow(WireError)
  })
})

it('a group that is not known has no agreement', () => {
  expect(keyAgreement(0x0a0a)).toBeNull()
})

/** The usual frame of a SubjectPublicKeyInfo (RFC 5280 4.1): the identifiers of FIPS 203's kinds end with their number. */
function keyOf(kind: 'ml-kem-512' | 'ml-kem-768' | 'ml-kem-1024', share: Uint8Array) {
  const last = { 'ml-kem-512': 1, 'ml-kem-768': 2, 'ml-kem-1024': 3 }[kind]
  const long = (length: number) => Buffer.of(0x82, length >> 8, length & 255)
  const bits = Buffer.concat([Buffer.of(3), long(share.length + 1), Buffer.of(0), share])
  const identifier = Buffer.from(`300b060960864801650304040${last}`, 'hex')
  const spki = Buffer.concat([Buffer.of(0x30), long(identifier.length + bits.length), identifier, bits])
  return createPublicKey({ key: spki, format: 'der', type: 'spki' })
}
