import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { everyExtension } from '#lib/testing/certificates/every-extension.ts'
import { mutation } from '#lib/testing/certificates/mutation.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { matchIdentity } from './match-host.ts'
import { parseCertificate } from './parse-certificate.ts'
import { ParseError } from './parse-error.ts'

const seeds: Uint8Array[] = [
  createRoot({ keyAlgorithm: 'rsa1024', signatureHash: 'sha1' }).der,
  createRoot().issue({
    commonName: 'a.test',
    dns: ['a.test', '*.b.test'],
    ips: ['10.0.0.1', '::1'],
    uris: ['spiffe://example.test/a'],
    emails: ['a@a.test'],
    ocspUrls: ['http://a.test'],
    crlUrls: ['http://a.test'],
    policies: ['1.2.3'],
    mustStaple: true,
  }).der,
  createRoot().intermediate({ ca: { pathLength: 0 }, extraExtensions: everyExtension }).der,
]

describe('parseCertificate on hostile bytes', () => {
  it('gives a record of plain, printable JSON, or a ParseError, for any mutation', () => {
    let records = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(mutation(), { minLength: 1, maxLength: 6 }),
        (seed, mutations) => {
          const record = parseOrRefuse(mutations.reduce<Uint8Array>((bytes, mutate) => mutate(bytes), seed))
          if (record === null) return
          records += 1
          expect(JSON.parse(JSON.stringify(record))).toEqual(record)
          expect(JSON.stringify(record)).not.toMatch(/\\u00[01]|[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
          expect(Date.parse(record.notBefore)).not.toBeNaN()
          expect(Date.parse(record.notAfter)).not.toBeNaN()
          matchIdentity(record, { kind: 'dns', value: 'a.test' })
        },
      ),
      { numRuns: 2000 },
    )
    // Most mutations leave the outline whole: the property must not hold by refusing everything.
    expect(records).toBeGreaterThan(200)
  })

  it('reads the same fields from a part of a larger buffer, and again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...seeds), mutation(), fc.nat(40), (seed, mutate, before) => {
        const bytes = mutate(seed)
        const within = Buffer.alloc(bytes.length + before + 7, 0x30).subarray(before, before + bytes.length)
        within.set(bytes)
        const record = parseOrRefuse(bytes)
        expect(parseOrRefuse(within)).toEqual(record)
        expect(parseOrRefuse(Uint8Array.from(bytes))).toEqual(record)
      }),
    )
  })

  it('refuses any other bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        expect(() => parseCertificate(bytes)).toThrow(ParseError)
      }),
    )
  })

  it('stops at its bounds on a megabyte of tiny elements', () => {
    const value = Buffer.concat([Buffer.from([0x30, 0x83, 0x0e, 0x00, 0x00]), Buffer.alloc(0x0e0000)])
    const { der } = createRoot().issue({ extraExtensions: [{ oid: '2.5.29.17', critical: false, value }] })
    const certificate = parseCertificate(der)
    expect(certificate.subjectAltNames).toEqual([])
    expect(certificate.problems.map(({ problem }) => problem)).toContain('subjectAltName: more than 200000 elements')
  })

  it('lists a bounded number of problems', () => {
    const { der } = createRoot().issue({ dns: Array.from({ length: 5000 }, () => 'a\u0000b') })
    expect(parseCertificate(der).problems.length).toBeLessThanOrEqual(201)
  })
})

function parseOrRefuse(bytes: Uint8Array) {
  try {
    return parseCertificate(bytes)
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}
