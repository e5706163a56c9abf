import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { bitString, integer, nullValue, objectIdentifier, sequence, tlv } from '#lib/testing/certificates/der-writer.ts'
import { generateKeyPair } from '#lib/testing/certificates.ts'
import { keyStrength, verificationCost } from './key-strength.ts'

const rsaOid = objectIdentifier('1.2.840.113549.1.1.1')
const frame = (content: Buffer) => sequence(sequence(rsaOid, nullValue()), bitString(content))
const rsa = (modulus: bigint, exponent: number | bigint) => frame(sequence(integer(modulus), integer(exponent)))
const modulus = 2n ** 2047n + 12345n

describe('keyStrength', () => {
  it.each([
    ['p256', { kind: 'ec', curve: 'P-256' }],
    ['p521', { kind: 'ec', curve: 'P-521' }],
    ['rsa3072', { kind: 'rsa', bits: 3072 }],
    ['ed448', { kind: 'other', algorithm: 'ed448' }],
  ] as const)('knows %s', (algorithm, strength) => {
    expect(keyStrength(generateKeyPair(algorithm).spki)).toEqual(strength)
  })

  it('takes a curve by name alone, so that nobody brings his own generator', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' })
    expect(keyStrength(publicKey.export({ type: 'spki', format: 'der' }))).toEqual({ kind: 'ec', curve: 'explicit' })
  })

  it.each([
    ['the exponent 1, under which anybody signs', rsa(modulus, 1)],
    ['an even exponent', rsa(modulus, 2)],
    ['an exponent that costs whoever verifies', rsa(modulus, 2n ** 40n + 1n)],
    ['a negative modulus', rsa(-modulus, 3)],
    ['an even modulus', rsa(modulus + 1n, 3)],
    ['a modulus with zeros before it', frame(sequence(tlv(2, Buffer.alloc(200), Buffer.alloc(128, 0xf1)), integer(3)))],
    ['a third number', frame(sequence(integer(modulus), integer(3), integer(3)))],
    ['junk', frame(Buffer.from('junk'))],
    ['no bits', sequence(sequence(rsaOid, nullValue()))],
    ['no octet of them', frame(Buffer.alloc(0))],
    ['nothing', sequence()],
    ['a point that is too short', generateKeyPair('p256').spki.subarray(0, -1).fill(90, 1, 2).fill(65, 24, 25)],
  ])('finds no sound key in %s', (_title, spki) => {
    expect(keyStrength(spki).kind).toBe('unsound')
  })

  it('sees the length of a modulus to the bit', () => {
    expect(keyStrength(rsa(modulus, 65537))).toEqual({ kind: 'rsa', bits: 2048 })
    expect(keyStrength(rsa(2n ** 2046n + 1n, 65537))).toEqual({ kind: 'rsa', bits: 2047 })
  })
})

it('signatures under slow keys count for more', () => {
  const cost = (algorithm: Parameters<typeof generateKeyPair>[0]) => verificationCost(generateKeyPair(algorithm).spki)
  expect([cost('p256'), cost('rsa2048'), cost('p384'), cost('p521')]).toEqual([1, 1, 4, 8])
})
