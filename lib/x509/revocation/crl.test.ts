import { describe, expect, it } from 'vitest'
import { dayMs } from '#lib/core/time.ts'
import { boolean, integer, sequence, tlv } from '#lib/testing/certificates/der-writer.ts'
import { extension } from '#lib/testing/certificates/extensions.ts'
import { type ListOptions, revocationList, revokedEntry } from '#lib/testing/certificates/revocation-list.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { ParseError } from '../parse-error.ts'
import { readCrl, tryReadCrl } from './crl.ts'

const root = createRoot()
const [thisUpdate, nextUpdate] = [new Date('2026-05-01T00:00:00Z'), new Date('2050-01-01T00:00:00Z')]

function list(options: Partial<ListOptions> = {}): Buffer {
  return revocationList({ issuer: root, thisUpdate, nextUpdate, ...options })
}

function refusal(options: Partial<ListOptions>): string {
  const read = tryReadCrl(list(options))
  return read instanceof ParseError ? read.message : 'read'
}

describe('readCrl', () => {
  it('reads what a list says of itself', () => {
    const crl = readCrl(list({ number: 300, revoked: [{ serial: 1n, reason: 4 }, { serial: 2n }] }))
    expect(crl).toMatchObject({
      version: 2,
      thisUpdate: thisUpdate.getTime(),
      nextUpdate: nextUpdate.getTime(),
      timesConform: true,
      number: 300n,
      deltaBase: null,
      issuingDistributionPoint: null,
      unknownCritical: [],
    })
    expect(crl.entries.count).toBe(2)
    expect(readCrl(list({ version: 1, number: null })).version).toBe(1)
  })

  it('keeps the unknown criticals of the list and of its entries', () => {
    const odd = extension('1.2.3.4', true, boolean(true))
    expect(readCrl(list({ extensions: [odd] })).unknownCritical).toEqual(['1.2.3.4'])
    const { entries } = readCrl(list({ revoked: [{ serial: 1n }, { serial: 2n, extensions: [odd] }] }))
    expect(entries.unknownCritical).toBe('1.2.3.4')
  })

  it('refuses what is not RFC 5280’s syntax, with the reason', () => {
    const entry = revokedEntry({ serial: 1n, reason: 1 })
    expect(refusal({ version: 1, entries: entry })).toBe('entry extensions in version 1')
    expect(refusal({ entries: sequence() })).toBe('userCertificate is missing')
    expect(refusal({ entries: integer(1) })).toBe('revoked certificate has tag 0x2')
    expect(refusal({ entries: sequence(integer(1)) })).toBe('revocationDate is missing')
    expect(refusal({ entries: revokedEntry({ serial: 1n, reason: 7 }) })).toBe('CRLReason: no such reason')
    expect(refusal({ entries: revokedEntry({ serial: 1n, reason: 11 }) })).toBe('CRLReason: no such reason')
    expect(refusal({ entries: sequence(integer(1), tlv(0x17, Buffer.from('260230000000Z'))) })).toBe(
      'revocationDate is no date of the calendar',
    )
    expect(refusal({ entries: sequence(integer(1), tlv(0x17, Buffer.from('261301000000Z'))) })).toMatch('calendar')
    expect(refusal({ entries: sequence(tlv(2, Buffer.of(0, 1)), tlv(0x17, Buffer.from('260101000000Z'))) })).toBe(
      'userCertificate is not in its shortest form',
    )
    expect(refusal({ entries: entry.subarray(0, -1) })).toMatch(/bytes are left|out of place|has tag/)
    expect(refusal({ number: -1 })).toBe('cRLNumber is negative')
    expect(refusal({ issuing: [] })).toBe('issuingDistributionPoint is empty')
    expect(refusal({ extensions: [extension('2.5.29.20', false, integer(1))] })).toBe('extension 2.5.29.20 twice')
  })

  it('tells where', () => {
    const der = list({ entries: revokedEntry({ serial: 1n, reason: 7 }) })
    const read = tryReadCrl(der)
    expect(read instanceof ParseError && der.subarray(read.offset, read.offset + 3)).toEqual(Buffer.of(0x0a, 1, 7))
  })

  it('finds every entry of a serial', () => {
    const revoked = [3n, 1n, 3n, 2n].map((serial, index) => ({ serial, at: new Date(index * dayMs) }))
    const { entries } = readCrl(list({ revoked }))
    const timesOf = (serial: number) =>
      entries
        .find(Uint8Array.of(serial))
        .map(({ revokedAt }) => revokedAt / dayMs)
        .sort()
    expect([1, 2, 3, 4].map(timesOf)).toEqual([[1], [3], [0, 2], []])
  })
})

describe('a list of half a million certificates', () => {
  const count = 500_000
  const template = revokedEntry({ serial: 1n << 126n, reason: 1 })
  const entries = Buffer.alloc(template.length * count)
  for (let index = 0; index < count; index += 1) {
    template.copy(entries, index * template.length)
    entries.writeUInt32BE(index, index * template.length + 16)
  }
  const der = list({ entries })
  const serialOf = (index: number) => {
    const serial = Buffer.alloc(16)
    serial[0] = 0x40
    serial.writeUInt32BE(index, 12)
    return serial
  }

  it('is read and looked up in seconds, and keeps little beside its bytes', () => {
    const before = memory()
    const startedMs = performance.now()
    const crl = readCrl(der)
    expect(crl.entries.count).toBe(count)
    let found = 0
    for (let index = 0; index < count * 2; index += 97) found += crl.entries.find(serialOf(index)).length
    expect(found).toBe(Math.ceil(count / 97))
    expect(performance.now() - startedMs).toBeLessThan(10_000)
    // Positions and the table: 4 and 8 octets for each entry, to the next power of two.
    expect(memory() - before).toBeLessThan(64 * 1024 * 1024)
  })

  it('is no worse where all have one serial', () => {
    const same = Buffer.alloc(template.length * count, template)
    const startedMs = performance.now()
    expect(
      readCrl(list({ entries: same })).entries.find(Buffer.from('40000000000000000000000000000000', 'hex')).length,
    ).toBe(count)
    expect(performance.now() - startedMs).toBeLessThan(10_000)
  })
})

function memory(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
