import { describe, expect, it } from 'vitest'
import { integer, objectIdentifier, sequence, setOf, tlv, utf8String } from '#lib/testing/certificates/der-writer.ts'
import { DerReader } from './der.ts'
import { readDistinguishedName } from './distinguished-name.ts'

const commonName = '2.5.4.3'

function attribute(value: Buffer, oid = commonName): Buffer {
  return sequence(objectIdentifier(oid), value)
}

function read(...rdns: readonly Buffer[]) {
  const reader = new DerReader(sequence(...rdns))
  const name = readDistinguishedName(reader, reader.root())
  return { ...name, problems: reader.problems.map(({ problem }) => problem) }
}

describe('readDistinguishedName', () => {
  it('writes the last RDN first, and the members of one RDN with a plus', () => {
    const country = setOf(attribute(utf8String('DE'), '2.5.4.6'))
    const both = setOf(attribute(utf8String('a')), attribute(utf8String('b'), '2.5.4.11'))
    expect(read(country, both)).toEqual({ text: 'CN=a+OU=b,C=DE', commonNames: ['a'], problems: [] })
  })

  it.each([
    ['a,b', 'a\\,b'],
    ['a+b"c\\d<e>f;g', 'a\\+b\\"c\\\\d\\<e\\>f\\;g'],
    [' a ', '\\ a\\ '],
    [' ', '\\ '],
    ['#a#', '\\#a#'],
    ['a=b', 'a=b'],
    ['bücher', 'bücher'],
    ['a\u0000b\u001b[31m\r\n', 'a\\00b\\1b[31m\\0d\\0a'],
    ['a\u202etset\u2066', 'a\\e2\\80\\aetset\\e2\\81\\a6'],
  ])('escapes %j as RFC 4514 wants it', (value, text) => {
    expect(read(setOf(attribute(utf8String(value)))).text).toBe(`CN=${text}`)
  })

  it('escapes the unsafe characters of common names too, and nothing else of them', () => {
    expect(read(setOf(attribute(utf8String('a, b\u0000'))))).toMatchObject({ commonNames: ['a, b\\00'] })
  })

  it.each([
    ['PrintableString', 0x13, Buffer.from('Aé', 'latin1'), 'Aé', 1],
    ['TeletexString', 0x14, Buffer.from('Aé', 'latin1'), 'Aé', 0],
    ['BMPString', 0x1e, Buffer.from([0x00, 0x41, 0x20, 0xac]), 'A€', 0],
    ['UniversalString', 0x1c, Buffer.from([0, 0, 0, 0x41, 0, 1, 0xf6, 0]), 'A😀', 0],
  ])('decodes a %s', (_, tag, content, text, problems) => {
    const name = read(setOf(attribute(tlv(tag, content))))
    expect(name.text).toBe(`CN=${text}`)
    expect(name.problems).toHaveLength(problems)
  })

  it.each([
    ['invalid UTF-8', tlv(0x0c, Buffer.from([0xc3])), 'CN=#0c01c3'],
    ['half a BMP character', tlv(0x1e, Buffer.from([0x41])), 'CN=#1e0141'],
    ['a number over all of Unicode', tlv(0x1c, Buffer.from([0xff, 0, 0, 0])), 'CN=#1c04ff000000'],
    ['no string at all', integer(5), 'CN=#020105'],
  ])('writes %s in hex and takes it for no common name', (_, value, text) => {
    expect(read(setOf(attribute(value)))).toMatchObject({ text, commonNames: [] })
  })

  it('names an unknown attribute by its OID', () => {
    expect(read(setOf(attribute(utf8String('x'), '1.2.3.4'))).text).toBe('1.2.3.4=x')
  })

  it('notes an RDN that is empty or no set, and reads on', () => {
    const name = read(setOf(), sequence(), setOf(attribute(utf8String('a'))))
    expect(name).toEqual({ text: 'CN=a', commonNames: ['a'], problems: ['name: empty RDN', 'name: RDN has tag 0x30'] })
  })
})
