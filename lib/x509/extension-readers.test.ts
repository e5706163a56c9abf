import { describe, expect, it } from 'vitest'
import {
  contextConstructed,
  contextPrimitive,
  integer,
  octetString,
  sequence,
} from '#lib/testing/certificates/der-writer.ts'
import { distinguishedName } from '#lib/testing/certificates/distinguished-name.ts'
import {
  everyExtension,
  extensionValues,
  signedTimestamp,
  timestampList,
} from '#lib/testing/certificates/every-extension.ts'
import { createRoot, selfSigned } from '#lib/testing/certificates.ts'
import type { Certificate } from './certificate.ts'
import { extensionOids } from './oids.ts'
import { parseCertificate } from './parse-certificate.ts'

/** What a certificate with this one value says, and its problems by their words. */
function read(oid: string, value: Buffer, critical = false) {
  const { problems, ...fields } = parseCertificate(
    selfSigned({ authorityKeyId: null, extraExtensions: [{ oid, critical, value }] }).der,
  )
  return { ...fields, problems: problems.map(({ problem }) => problem) }
}

const dns = (value: string) => contextPrimitive(2, Buffer.from(value))
const subtree = (...base: readonly Buffer[]) => sequence(...base)

describe('extensions of CAs and of transparency', () => {
  it('are told whole', () => {
    const certificate = parseCertificate(createRoot().issue({ extraExtensions: everyExtension }).der)
    expect(certificate).toMatchObject({
      issuerAltNames: [
        { kind: 'dns', value: 'issuer.test' },
        { kind: 'directory', value: 'CN=Issuer' },
      ],
      nameConstraints: {
        permitted: [
          { kind: 'dns', value: 'example.test' },
          { kind: 'ip', value: '10.0.0.0/8' },
          { kind: 'directory', value: 'O=Example' },
        ],
        excluded: [{ kind: 'email', value: 'bad.example.test' }],
        critical: false,
      },
      policyMappings: [{ issuer: '1.2.3', subject: '1.2.4' }],
      policyConstraints: { requireExplicitPolicy: 2, inhibitPolicyMapping: 0 },
      inhibitAnyPolicy: 3,
      freshestCrlUrls: ['http://crl.example.test/delta'],
      subjectInfoAccess: [
        { method: 'caRepository', location: { kind: 'uri', value: 'http://repository.example.test' } },
        { method: '1.2.3', location: { kind: 'dns', value: 'elsewhere.test' } },
      ],
      sctCount: 2,
      scts: [
        { version: 1, logId: 'ab'.repeat(32), at: '2026-01-02T00:00:00.000Z' },
        { version: 2, logId: null, at: null },
      ],
      unknownCriticalExtensions: ['1.2.3.4'],
      problems: [],
    } satisfies Partial<Certificate>)
  })

  it('name the issuer of the issuer and its serial, beside its key', () => {
    const value = sequence(
      contextPrimitive(0, Buffer.of(1, 2)),
      contextConstructed(1, contextConstructed(4, distinguishedName([['CN', 'Above']]))),
      contextPrimitive(2, Buffer.of(0, 0x80)),
    )
    expect(read(extensionOids.authorityKeyId, value)).toMatchObject({
      authorityKeyId: '0102',
      authorityCertificate: { issuer: [{ kind: 'directory', value: 'CN=Above' }], serial: '80' },
      problems: [],
    })
    const serialAlone = sequence(contextPrimitive(2, Buffer.of(5)))
    expect(read(extensionOids.authorityKeyId, serialAlone)).toMatchObject({
      authorityKeyId: null,
      authorityCertificate: { issuer: [], serial: '05' },
    })
  })

  it('write networks with their prefix, and a mask that is none as it stands', () => {
    const network = (...octets: readonly number[]) => subtree(contextPrimitive(7, Buffer.from(octets)))
    const six = Buffer.concat([
      Buffer.from('20010db8', 'hex'),
      Buffer.alloc(12),
      Buffer.alloc(4, 255),
      Buffer.alloc(12),
    ])
    const value = sequence(
      contextConstructed(
        1,
        network(192, 0, 2, 0, 255, 255, 255, 128),
        network(10, 0, 0, 1, 255, 0, 255, 0),
        network(...six),
      ),
    )
    const { nameConstraints } = read(extensionOids.nameConstraints, value, true)
    expect(nameConstraints?.permitted).toBeNull()
    expect(nameConstraints?.critical).toBe(true)
    expect(nameConstraints?.excluded.map(({ value: text }) => text)).toEqual([
      '192.0.2.0/25',
      '10.0.0.1/255.0.255.0',
      '2001:db8::/32',
    ])
  })

  it('number the TLS features that are not status_request', () => {
    expect(read(extensionOids.tlsFeature, sequence(integer(17)))).toMatchObject({
      tlsFeatures: [17],
      mustStaple: false,
    })
  })
})

describe('damaged extensions allow nothing, and each leaves one problem', () => {
  const broken = Buffer.from([0x30, 0x05, 0x01])
  it.each([
    ['nameConstraints', { nameConstraints: { permitted: [], excluded: [], critical: true } }],
    ['policyConstraints', { policyConstraints: { requireExplicitPolicy: 0, inhibitPolicyMapping: 0 } }],
    ['inhibitAnyPolicy', { inhibitAnyPolicy: 0 }],
    ['policyMappings', { policyMappings: [] }],
    ['issuerAltName', { issuerAltNames: [] }],
    ['freshestCrl', { freshestCrlUrls: [] }],
    ['subjectInformationAccess', { subjectInfoAccess: [] }],
    ['authorityKeyId', { authorityKeyId: null, authorityCertificate: null }],
    ['tlsFeature', { tlsFeatures: [], mustStaple: false }],
    ['signedCertificateTimestamps', { sctCount: 0, scts: [] }],
  ] as const)('%s', (name, fields) => {
    const certificate = read(extensionOids[name], broken, true)
    expect(certificate).toMatchObject(fields)
    expect(certificate.problems).toHaveLength(1)
    expect(read(extensionOids[name], Buffer.alloc(0)).problems).toEqual([expect.stringContaining('empty')])
  })

  it('an exclusion that can’t be read leaves nothing permitted; a permission alone is left out', () => {
    const odd = subtree(contextPrimitive(7, Buffer.alloc(5)))
    const excluding = sequence(
      contextConstructed(0, subtree(dns('a.test'))),
      contextConstructed(1, odd, subtree(dns('b.test'))),
    )
    expect(read(extensionOids.nameConstraints, excluding).nameConstraints).toEqual({
      permitted: [],
      excluded: [{ kind: 'dns', value: 'b.test' }],
      critical: false,
    })
    const permitting = sequence(contextConstructed(0, odd, subtree(dns('a.test')), sequence()))
    const { nameConstraints, problems } = read(extensionOids.nameConstraints, permitting)
    expect(nameConstraints?.permitted).toEqual([{ kind: 'dns', value: 'a.test' }])
    expect(problems).toHaveLength(2)
  })

  it('a subtree with a minimum is noted', () => {
    const value = sequence(contextConstructed(0, subtree(dns('a.test'), contextPrimitive(0, Buffer.of(1)))))
    expect(read(extensionOids.nameConstraints, value).problems).toEqual([expect.stringContaining('minimum')])
  })

  it('numbers that are negative or too large count as none', () => {
    const value = sequence(contextPrimitive(0, Buffer.of(0x80)))
    expect(read(extensionOids.policyConstraints, value).policyConstraints?.requireExplicitPolicy).toBe(0)
    expect(read(extensionOids.inhibitAnyPolicy, integer(2n ** 40n))).toMatchObject({ inhibitAnyPolicy: 0 })
  })

  it('SCTs that end too early are counted and noted; a time beyond the year 9999 is none', () => {
    const whole = signedTimestamp(Date.UTC(2026, 0, 2))
    const value = timestampList(whole.subarray(0, 40), Buffer.alloc(0), signedTimestamp(2 ** 52), whole)
    const certificate = read(extensionOids.signedCertificateTimestamps, value)
    expect(certificate.sctCount).toBe(4)
    expect(certificate.scts.map(({ at }) => at)).toEqual([null, '2026-01-02T00:00:00.000Z'])
    expect(certificate.problems).toEqual(['SCT: too short', 'SCT: empty'])
  })

  it('a list of SCTs whose lengths do not fit is malformed', () => {
    const list = (hex: string) => read(extensionOids.signedCertificateTimestamps, octetString(Buffer.from(hex, 'hex')))
    for (const hex of ['', '00', '0005000300', '00060003010203', '000400030102'])
      expect(list(hex)).toMatchObject({ sctCount: 0, scts: [], problems: [expect.stringContaining('malformed list')] })
  })
})

it('every value can be cut at every octet, and all that is before it is read', () => {
  for (const [oid, value] of Object.entries(extensionValues))
    for (let length = 0; length < value.length; length += 1) {
      const { problems, version } = read(oid, value.subarray(0, length))
      expect([version, problems.length]).toEqual([3, 1])
    }
})
