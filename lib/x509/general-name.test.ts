import { describe, expect, it } from 'vitest'
import {
  contextConstructed,
  objectIdentifier,
  sequence,
  tlv,
  utf8String,
} from '#lib/testing/certificates/der-writer.ts'
import { distinguishedName } from '#lib/testing/certificates/distinguished-name.ts'
import { DerReader } from './der.ts'
import { readGeneralNames } from './general-name.ts'

function read(...names: readonly Buffer[]) {
  const reader = new DerReader(sequence(...names))
  return { names: readGeneralNames(reader, reader.root()), problems: reader.problems.length }
}

describe('readGeneralNames', () => {
  it('reads every kind of RFC 5280', () => {
    const other = contextConstructed(0, objectIdentifier('1.2.3'), contextConstructed(0, utf8String('a')))
    expect(
      read(
        tlv(0x81, Buffer.from('a@a.test')),
        tlv(0x82, Buffer.from('a.test')),
        tlv(0x86, Buffer.from('spiffe://a/b')),
        tlv(0x87, Buffer.from([10, 0, 0, 1])),
        contextConstructed(4, distinguishedName([['CN', 'a']])),
        other,
        tlv(0x88, Buffer.from([0x2a, 0x03])),
      ),
    ).toEqual({
      names: [
        { kind: 'email', value: 'a@a.test' },
        { kind: 'dns', value: 'a.test' },
        { kind: 'uri', value: 'spiffe://a/b' },
        { kind: 'ip', value: '10.0.0.1' },
        { kind: 'directory', value: 'CN=a' },
        { kind: 'other', value: '1.2.3:0c0161' },
        { kind: 'other', value: 'registeredID:1.2.3' },
      ],
      problems: 0,
    })
  })

  it('keeps control and non-ASCII octets visible, so that no name is cut or forged by them', () => {
    expect(read(tlv(0x82, Buffer.from('a.test\0.evil\\00\xff', 'latin1')))).toEqual({
      names: [{ kind: 'dns', value: 'a.test\\00.evil\\5c00\\ff' }],
      problems: 1,
    })
  })

  it('leaves out an address of odd length and an unknown kind, and reads the rest', () => {
    const names = [tlv(0x87, Buffer.alloc(8)), tlv(0x9e, Buffer.alloc(1)), tlv(0x82, Buffer.from('a.test'))]
    expect(read(...names)).toEqual({ names: [{ kind: 'dns', value: 'a.test' }], problems: 2 })
  })
})
