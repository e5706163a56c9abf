import { describe, expect, it } from 'vitest'
import { tlv } from '#lib/testing/certificates/der-writer.ts'
import { readTime } from './certificate-time.ts'
import { DerReader } from './der.ts'
import { ParseError } from './parse-error.ts'

const utc = 0x17
const generalized = 0x18

function read(tag: number, text: string) {
  const reader = new DerReader(tlv(tag, Buffer.from(text)))
  return { at: readTime(reader, reader.root(), 'time'), problems: reader.problems.length }
}

describe('readTime', () => {
  it.each([
    [utc, '491231235959Z', '2049-12-31T23:59:59.000Z'],
    [utc, '500101000000Z', '1950-01-01T00:00:00.000Z'],
    [generalized, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
    [generalized, '99991231235959Z', '9999-12-31T23:59:59.000Z'],
    [utc, '240229000000Z', '2024-02-29T00:00:00.000Z'],
  ])('reads the strict form %s %s', (tag, text, at) => {
    expect(read(tag, text)).toEqual({ at, problems: 0 })
  })

  it.each([
    [utc, '2601020304Z', '2026-01-02T03:04:00.000Z'],
    [utc, '260102030405+0130', '2026-01-02T01:34:05.000Z'],
    [utc, '260102030405-0130', '2026-01-02T04:34:05.000Z'],
    [utc, '260102030405', '2026-01-02T03:04:05.000Z'],
    [generalized, '2026010203Z', '2026-01-02T03:00:00.000Z'],
    [generalized, '20260102030405.5Z', '2026-01-02T03:04:05.000Z'],
  ])('reads the lax form %s %s and notes it', (tag, text, at) => {
    expect(read(tag, text)).toEqual({ at, problems: 1 })
  })

  it.each([
    [utc, '261301000000Z'],
    [utc, '260230000000Z'],
    [utc, '260101240000Z'],
    [utc, '260101006000Z'],
    [utc, ''],
    [utc, 'yesterday'],
    [generalized, '00000101000000Z'],
    [generalized, '99991231235959-0100'],
    [generalized, '260101000000Z'],
    [0x13, '260101000000Z'],
  ])('refuses %s %s', (tag, text) => {
    expect(() => read(tag, text)).toThrow(ParseError)
  })
})
