import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { integer, objectIdentifier, octetString, sequence, tlv } from '#lib/testing/certificates/der-writer.ts'
import { DerReader, derLimits, expectTag } from './der.ts'
import { readIntegerHex, readOid, readSmallInteger } from './der-values.ts'
import { ParseError } from './parse-error.ts'

describe('DerReader', () => {
  it('gives positions in the document, and views instead of copies', () => {
    const bytes = sequence(integer(5), octetString(Buffer.from('ab')))
    const reader = new DerReader(bytes)
    const children = reader.children(reader.root())
    expect(children.map(({ tag, offset, start, end }) => [tag, offset, start, end])).toEqual([
      [0x02, 2, 4, 5],
      [0x04, 5, 7, 9],
    ])
    expect(children.map((child) => reader.content(child).buffer === bytes.buffer)).toEqual([true, true])
  })

  it.each([
    ['81 01 00', 'a length that is longer than need be'],
    ['82 00 01 00', 'a length with leading zeros'],
  ])('accepts and notes %s: %s', (hex) => {
    const reader = new DerReader(Buffer.from(`04${hex}`.replaceAll(' ', ''), 'hex'))
    expect(reader.content(reader.root())).toHaveLength(1)
    expect(reader.problems).toEqual([{ offset: 1, problem: 'length not in its shortest form' }])
  })

  it('notes bytes after the end', () => {
    const reader = new DerReader(Buffer.concat([integer(1), Buffer.alloc(3)]))
    reader.root()
    expect(reader.problems).toEqual([{ offset: 3, problem: '3 bytes after the end' }])
  })

  it.each([
    ['', 0, 'ends too early'],
    ['30', 1, 'ends too early'],
    ['3080', 1, 'indefinite length'],
    ['3003', 1, 'length 3 where 0 bytes are left'],
    ['30ff', 2, 'ends too early'],
    ['3084ffffffff', 2, 'length beyond the size limit'],
    ['1fffffffffffff01', 0, 'tag number too large'],
  ])('refuses %s at offset %i: %s', (hex, offset, message) => {
    expect(() => new DerReader(Buffer.from(hex, 'hex')).root()).toThrow(new ParseError(offset, message))
  })

  it('goes down to a bounded depth and no further', () => {
    let bytes = sequence()
    for (let depth = 0; depth < derLimits.depth + 5; depth += 1) bytes = sequence(bytes)
    const reader = new DerReader(bytes)
    const descend = () => {
      for (let node = reader.root(); ; node = reader.inside(node));
    }
    expect(descend).toThrow(`nested deeper than ${derLimits.depth}`)
  })

  it('counts what is known already against the size of its own document', () => {
    const reader = (elements: number) => new DerReader(integer(1), { bytes: 100, elements })
    expect(reader(2).skip(3)).toBe(false)
    const large = reader(2 * derLimits.elements)
    expect(large.skip(derLimits.elements + 1)).toBe(true)
    expect(large.elements).toBe(derLimits.elements + 1)
  })

  it('turns a ParseError into a problem, and lets a bug through', () => {
    const reader = new DerReader(integer(1))
    expect(reader.attempt('x', () => expectTag(reader.root(), 0x30, 'y').tag, 7)).toBe(7)
    expect(reader.problems).toEqual([{ offset: 0, problem: 'x: y has tag 0x2' }])
    const bug = () => reader.attempt('x', () => Number(Symbol.iterator), 0)
    expect(bug).toThrow(TypeError)
  })

  it('walks any bytes without anything but a ParseError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const reader = new DerReader(bytes)
        const walk = () => {
          const queue = [reader.root()]
          for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
            if ((node.tag & 0x20) !== 0) queue.push(...reader.children(node))
          }
        }
        expect(reader.attempt('walk', walk, undefined)).toBeUndefined()
      }),
    )
  })
})

describe('values', () => {
  it('reads back any integer', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }), (value) => {
        const reader = new DerReader(integer(value))
        const hex = readIntegerHex(reader, reader.root(), 'n')
        expect(hex.startsWith('-') ? -BigInt(`0x${hex.slice(1)}`) : BigInt(`0x${hex}`)).toBe(value)
        expect(reader.problems).toEqual([])
      }),
    )
  })

  it.each([
    '1.2.840.113549.1.1.11',
    '2.5.29.17',
    '0.9.2342.19200300.100.1.25',
    '2.999.1',
    '2.25.340282366920938463463',
  ])('reads the OID %s', (oid) => {
    const reader = new DerReader(objectIdentifier(oid))
    expect(readOid(reader, reader.root(), 'oid')).toBe(oid)
  })

  it.each([
    ['0600', 'oid is 0 bytes long'],
    ['06022a86', 'oid ends inside an arc'],
    ['0501', 'length 1 where 0 bytes are left'],
    ['0500', 'oid has tag 0x5'],
  ])('refuses %s as an OID: %s', (hex, message) => {
    const reader = new DerReader(Buffer.from(hex, 'hex'))
    expect(() => readOid(reader, reader.root(), 'oid')).toThrow(message)
  })

  it('refuses numbers that are negative or too large to count with', () => {
    const read = (value: bigint) => {
      const reader = new DerReader(integer(value))
      return readSmallInteger(reader, reader.root(), 'n')
    }
    expect(read(2n ** 31n - 1n)).toBe(2 ** 31 - 1)
    expect(() => read(-1n)).toThrow('out of range')
    expect(() => read(2n ** 31n)).toThrow('out of range')
    expect(() => read(2n ** 64n)).toThrow('out of range')
  })

  it('notes an integer that is padded', () => {
    const reader = new DerReader(tlv(0x02, Buffer.from([0, 1])))
    expect(readIntegerHex(reader, reader.root(), 'n')).toBe('01')
    expect(reader.problems).toHaveLength(1)
  })
})
