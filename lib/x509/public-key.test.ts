import { describe, expect, it } from 'vitest'
import {
  bitString,
  contextConstructed,
  integer,
  nullValue,
  objectIdentifier,
  sequence,
  tlv,
} from '#lib/testing/certificates/der-writer.ts'
import { DerReader } from './der.ts'
import { readPublicKey } from './public-key.ts'
import { readSignatureAlgorithm } from './signature-algorithm.ts'

function key(oid: string, parameters: readonly Buffer[], bits: Buffer = Buffer.alloc(1)) {
  const reader = new DerReader(sequence(sequence(objectIdentifier(oid), ...parameters), bitString(bits)))
  return { ...readPublicKey(reader, reader.root()), problems: reader.problems.length }
}

describe('readPublicKey', () => {
  const rsa = '1.2.840.113549.1.1.1'
  const ec = '1.2.840.10045.2.1'

  it('counts the bits of a modulus, not its octets', () => {
    expect(key(rsa, [nullValue()], sequence(integer((1n << 1022n) + 1n), integer(3)))).toEqual({
      algorithm: 'rsa',
      bits: 1023,
      curve: null,
      exponent: '3',
      problems: 0,
    })
  })

  it('tells explicit curve parameters from a named curve', () => {
    const field = sequence(objectIdentifier('1.2.840.10045.1.1'), integer((1n << 255n) + 1n))
    expect(key(ec, [sequence(integer(1), field)])).toMatchObject({ curve: 'explicit', bits: 256, problems: 0 })
    expect(key(ec, [objectIdentifier('1.2.3')])).toMatchObject({ curve: '1.2.3', bits: null })
  })

  it('reads the size of a DSA key from its prime', () => {
    const parameters = sequence(integer(1n << 1023n), integer(7), integer(2))
    expect(key('1.2.840.10040.4.1', [parameters])).toMatchObject({ algorithm: 'dsa', bits: 1024 })
  })

  it.each([
    ['2.16.840.1.101.3.4.3.18', 'ml-dsa-65'],
    ['2.16.840.1.101.3.4.3.25', 'slh-dsa-sha2-256f'],
    ['1.3.101.112', 'ed25519'],
    ['1.2.3.4', '1.2.3.4'],
  ])('names %s %s', (oid, algorithm) => {
    expect(key(oid, [])).toMatchObject({ algorithm, bits: null, problems: 0 })
  })

  it('keeps the algorithm where the key itself is damaged', () => {
    expect(key(rsa, [nullValue()], Buffer.from([1, 2, 3]))).toMatchObject({ algorithm: 'rsa', bits: null, problems: 1 })
    expect(key(ec, [])).toMatchObject({ algorithm: 'ec', curve: null, problems: 1 })
  })

  it('does not convert an exponent of a hundred kilobytes', () => {
    const huge = key(rsa, [nullValue()], sequence(integer(5), tlv(0x02, Buffer.alloc(100_000, 0x7f))))
    expect(huge).toMatchObject({ exponent: null, problems: 1 })
  })
})

describe('readSignatureAlgorithm', () => {
  const read = (...parts: readonly Buffer[]) => {
    const reader = new DerReader(sequence(...parts))
    return readSignatureAlgorithm(reader, reader.root())
  }
  const pss = objectIdentifier('1.2.840.113549.1.1.10')

  it('takes the hash of RSASSA-PSS from its parameters, SHA-1 where they name none', () => {
    const sha384 = contextConstructed(0, sequence(objectIdentifier('2.16.840.1.101.3.4.2.2'), nullValue()))
    expect(read(pss, sequence(sha384))).toEqual({ name: 'RSASSA-PSS', hash: 'sha384' })
    expect(read(pss, sequence())).toEqual({ name: 'RSASSA-PSS', hash: 'sha1' })
  })

  it.each([
    ['2.16.840.1.101.3.4.3.17', 'ML-DSA-44'],
    ['2.16.840.1.101.3.4.3.20', 'SLH-DSA-SHA2-128s'],
    ['2.16.840.1.101.3.4.3.31', 'SLH-DSA-SHAKE-256f'],
  ])('names %s %s', (oid, name) => {
    expect(read(objectIdentifier(oid))).toEqual({ name, hash: null })
  })

  it('names Ed25519, which has no hash of its own to name, and keeps unknown OIDs', () => {
    expect(read(objectIdentifier('1.3.101.112'))).toEqual({ name: 'Ed25519', hash: null })
    expect(read(objectIdentifier('1.2.3.4'))).toEqual({ name: '1.2.3.4', hash: null })
    expect(read()).toEqual({ name: 'unknown', hash: null })
  })
})
