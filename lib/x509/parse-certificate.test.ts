import { describe, expect, it } from 'vitest'
import { bitString, integer, nullValue, octetString, sequence, tlv } from '#lib/testing/certificates/der-writer.ts'
import { createRoot, generateKeyPair, selfSigned } from '#lib/testing/certificates.ts'
import { parseCertificate } from './parse-certificate.ts'
import { ParseError } from './parse-error.ts'

describe('parseCertificate', () => {
  it('reads every field of an ordinary leaf', () => {
    const root = createRoot({ commonName: 'Root' })
    const issued = root.issue({
      subject: [
        ['C', 'DE'],
        ['O', 'A, B & C'],
        ['CN', 'api.example.test'],
      ],
      dns: ['api.example.test', '*.example.test'],
      ips: ['192.0.2.1', '2001:db8::1'],
      uris: ['spiffe://example.test/api'],
      emails: ['ops@example.test'],
      notBefore: new Date('2026-01-02T03:04:05Z'),
      notAfter: new Date('2051-01-02T03:04:05Z'),
      serial: 0x80ffn,
      ocspUrls: ['http://ocsp.example.test'],
      caIssuersUrls: ['http://ca.example.test/ca.crt'],
      crlUrls: ['http://crl.example.test/1.crl', 'http://crl.example.test/2.crl'],
      policies: ['2.23.140.1.2.1'],
      mustStaple: true,
    })
    expect(parseCertificate(issued.der)).toEqual({
      sha256: issued.sha256,
      spkiSha256: issued.spkiSha256,
      version: 3,
      serial: '80ff',
      issuer: 'CN=Root',
      subject: 'CN=api.example.test,O=A\\, B & C,C=DE',
      subjectCommonNames: ['api.example.test'],
      issuerNameSha256: parseCertificate(root.der).subjectNameSha256,
      subjectNameSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      notBefore: '2026-01-02T03:04:05.000Z',
      notAfter: '2051-01-02T03:04:05.000Z',
      publicKey: { algorithm: 'ec', bits: 256, curve: 'P-256', exponent: null },
      signatureAlgorithm: 'ecdsa-with-SHA256',
      signatureHash: 'sha256',
      signatureAlgorithmsAgree: true,
      subjectAltNames: [
        { kind: 'dns', value: 'api.example.test' },
        { kind: 'dns', value: '*.example.test' },
        { kind: 'ip', value: '192.0.2.1' },
        { kind: 'ip', value: '2001:db8::1' },
        { kind: 'uri', value: 'spiffe://example.test/api' },
        { kind: 'email', value: 'ops@example.test' },
      ],
      subjectAltNamesCritical: false,
      issuerAltNames: [],
      basicConstraints: { ca: false, pathLength: null, critical: true },
      keyUsage: { bits: ['digitalSignature'], critical: true },
      extendedKeyUsage: ['serverAuth', 'clientAuth'],
      subjectKeyId: expect.stringMatching(/^[0-9a-f]{40}$/),
      authorityKeyId: parseCertificate(root.der).subjectKeyId,
      authorityCertificate: null,
      ocspUrls: ['http://ocsp.example.test'],
      caIssuersUrls: ['http://ca.example.test/ca.crt'],
      crlUrls: ['http://crl.example.test/1.crl', 'http://crl.example.test/2.crl'],
      freshestCrlUrls: [],
      subjectInfoAccess: [],
      nameConstraints: null,
      policies: ['2.23.140.1.2.1'],
      policyMappings: [],
      policyConstraints: null,
      inhibitAnyPolicy: null,
      tlsFeatures: [5],
      mustStaple: true,
      sctCount: 0,
      scts: [],
      ctPoison: false,
      unknownCriticalExtensions: [],
      selfSigned: false,
      problems: [],
    })
  })

  it('tells the limits of a CA', () => {
    const ca = parseCertificate(createRoot().intermediate({ ca: { pathLength: 0 } }).der)
    expect(ca.basicConstraints).toEqual({ ca: true, pathLength: 0, critical: true })
    expect(ca.keyUsage?.bits).toEqual(['digitalSignature', 'keyCertSign', 'cRLSign'])
    expect(ca.extendedKeyUsage).toBeNull()
  })

  it('tells an absent extension from an empty one', () => {
    const bare = { omitBasicConstraints: true, keyUsage: null, extendedKeyUsage: null, subjectKeyId: null }
    const { basicConstraints, keyUsage, extendedKeyUsage, subjectKeyId } = parseCertificate(selfSigned(bare).der)
    expect({ basicConstraints, keyUsage, extendedKeyUsage, subjectKeyId }).toEqual({
      basicConstraints: null,
      keyUsage: null,
      extendedKeyUsage: null,
      subjectKeyId: null,
    })
  })

  it.each([
    ['p384', { algorithm: 'ec', bits: 384, curve: 'P-384', exponent: null }],
    ['p521', { algorithm: 'ec', bits: 521, curve: 'P-521', exponent: null }],
    ['secp256k1', { algorithm: 'ec', bits: 256, curve: 'secp256k1', exponent: null }],
    ['rsa1024', { algorithm: 'rsa', bits: 1024, curve: null, exponent: '65537' }],
    ['rsa2048', { algorithm: 'rsa', bits: 2048, curve: null, exponent: '65537' }],
    ['ed25519', { algorithm: 'ed25519', bits: null, curve: null, exponent: null }],
    ['ed448', { algorithm: 'ed448', bits: null, curve: null, exponent: null }],
  ] as const)('reads the facts of a %s key', (keyAlgorithm, facts) => {
    const certificate = parseCertificate(selfSigned({ keyAlgorithm }).der)
    expect(certificate.publicKey).toEqual(facts)
    expect(certificate.selfSigned).toBe(true)
  })

  it.each([
    ['md5', 'md5WithRSAEncryption'],
    ['sha1', 'sha1WithRSAEncryption'],
    ['sha512', 'sha512WithRSAEncryption'],
  ] as const)('names a signature with %s', (signatureHash, name) => {
    const key = rsa
    const certificate = parseCertificate(selfSigned({ key, signatureHash }).der)
    expect([certificate.signatureAlgorithm, certificate.signatureHash]).toEqual([name, signatureHash])
  })

  it('sees that the inner and the outer signature algorithm differ', () => {
    const { der } = createRoot().issue({ dns: ['a.test'], outerSignatureHash: 'sha384' })
    expect(parseCertificate(der).signatureAlgorithmsAgree).toBe(false)
  })

  it('keeps the sign of a serial and drops its padding', () => {
    const serialOf = (serial: bigint) => parseCertificate(selfSigned({ serial }).der).serial
    expect([serialOf(-1n), serialOf(-256n), serialOf(0n), serialOf(127n), serialOf(255n)]).toEqual([
      '-01',
      '-0100',
      '00',
      '7f',
      'ff',
    ])
  })

  it('reads version 1, which has no extensions', () => {
    expect(parseCertificate(selfSigned({ version: 1, dns: ['a.test'] }).der)).toMatchObject({
      version: 1,
      subjectAltNames: [],
      basicConstraints: null,
    })
  })

  it('lists unknown critical extensions, and no others', () => {
    const value = nullValue()
    const { der } = selfSigned({
      extraExtensions: [
        { oid: '1.2.3.4', critical: true, value },
        { oid: '1.2.3.5', critical: false, value },
        { oid: '2.5.29.30', critical: true, value: sequence() },
      ],
    })
    expect(parseCertificate(der).unknownCriticalExtensions).toEqual(['1.2.3.4'])
  })

  it('counts embedded SCTs and sees the poison of a precertificate', () => {
    const list = Buffer.from([0, 9, 0, 3, 1, 2, 3, 0, 2, 4, 5])
    const { der } = selfSigned({
      extraExtensions: [
        { oid: '1.3.6.1.4.1.11129.2.4.2', critical: false, value: octetString(list) },
        { oid: '1.3.6.1.4.1.11129.2.4.3', critical: true, value: nullValue() },
      ],
    })
    expect(parseCertificate(der)).toMatchObject({ sctCount: 2, ctPoison: true, unknownCriticalExtensions: [] })
  })

  it('reads all of 10,000 names', () => {
    const dns = Array.from({ length: 10_000 }, (_, index) => `host-${index}.example.test`)
    const certificate = parseCertificate(selfSigned({ commonName: 'many', dns }).der)
    expect(certificate.subjectAltNames.map(({ value }) => value)).toEqual(dns)
    expect(certificate.problems).toEqual([])
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('CORRUPT')],
    ['a lone integer', integer(1)],
    ['an empty sequence', sequence()],
    [
      'a sequence of the right outline with nothing in it',
      sequence(sequence(), sequence(), bitString(Buffer.alloc(1))),
    ],
    ['an indefinite length', Buffer.from([0x30, 0x80, 0x00, 0x00])],
    ['a length beyond the end', Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff])],
    ['more than the size limit', tlv(0x30, Buffer.alloc(1024 * 1024))],
    ['a truncated certificate', createRoot().der.subarray(0, 200)],
  ])('refuses %s with a ParseError', (_, bytes) => {
    expect(() => parseCertificate(bytes)).toThrow(ParseError)
  })
})

describe('what is damaged allows nothing', () => {
  it.each([
    ['2.5.29.17', { subjectAltNames: [] }],
    ['2.5.29.19', { basicConstraints: { ca: false, pathLength: null, critical: false } }],
    ['2.5.29.15', { keyUsage: { bits: [], critical: false } }],
    ['2.5.29.37', { extendedKeyUsage: [] }],
  ])('extension %s', (oid, fields) => {
    const { der } = selfSigned({
      omitBasicConstraints: true,
      keyUsage: null,
      extendedKeyUsage: null,
      extraExtensions: [{ oid, critical: false, value: Buffer.from([0x30, 0x05, 0x01]) }],
    })
    const certificate = parseCertificate(der)
    expect(certificate).toMatchObject(fields)
    expect(certificate.problems).toHaveLength(1)
  })

  it('a time that is no date is out of date', () => {
    const sound = selfSigned({
      notBefore: new Date('2026-01-31T00:00:00Z'),
      notAfter: new Date('2026-03-31T00:00:00Z'),
    })
    const text = sound.der.toString('latin1').replace('260131', '260231').replace('260331', '269931')
    const certificate = parseCertificate(Buffer.from(text, 'latin1'))
    expect(certificate.notBefore).toBe('9999-12-31T23:59:59.000Z')
    expect(certificate.notAfter).toBe('1970-01-01T00:00:00.000Z')
    expect(certificate.problems).toHaveLength(2)
  })

  it('a path length that is no number is the narrowest', () => {
    const value = sequence(Buffer.from([0x01, 0x01, 0xff]), integer(-1))
    const { der } = selfSigned({
      omitBasicConstraints: true,
      extraExtensions: [{ oid: '2.5.29.19', critical: true, value }],
    })
    expect(parseCertificate(der).basicConstraints).toEqual({ ca: true, pathLength: 0, critical: true })
  })
})

describe('selfSigned', () => {
  it('is not concluded from equal names', () => {
    const root = createRoot({ commonName: 'Twin' })
    expect(parseCertificate(root.issue({ commonName: 'Twin' }).der).selfSigned).toBe(false)
    expect(parseCertificate(root.der).selfSigned).toBe(true)
  })

  it('is not concluded from two empty names', () => {
    const root = createRoot({ subject: [] })
    expect(parseCertificate(root.issue({ uris: ['spiffe://example.test/a'] }).der).selfSigned).toBe(false)
  })

  it('is found out of the bytes as they were read, whatever becomes of their buffer', () => {
    const bytes = Uint8Array.from(createRoot({ commonName: 'Later' }).der)
    const certificate = parseCertificate(bytes)
    bytes.fill(0)
    expect(Object.keys(certificate)).toContain('selfSigned')
    expect([certificate.selfSigned, certificate.selfSigned]).toEqual([true, true])
    expect(JSON.parse(JSON.stringify(certificate))).toEqual(structuredClone(certificate))
  })

  it('is false where a key of another kind is said to have signed', () => {
    const { der } = selfSigned({ keyAlgorithm: 'ed25519', commonName: 'x' })
    const other = Buffer.from(
      der.toString('latin1').replaceAll('\x06\x03\x2b\x65\x70', '\x06\x03\x2b\x65\x71'),
      'latin1',
    )
    expect(parseCertificate(other)).toMatchObject({ selfSigned: false, signatureAlgorithm: 'Ed448' })
  })

  it('is false where the signature is broken', () => {
    expect(parseCertificate(selfSigned({ commonName: 'x', corruptSignature: true }).der).selfSigned).toBe(false)
  })

  it('judges the bytes themselves, not a self-signed certificate carried inside as PEM', () => {
    const genuine = createRoot({ commonName: 'Twin' })
    const value = Buffer.from(`\n${genuine.pem}`)
    const extraExtensions = [{ oid: '1.2.3.4', critical: false, value }]
    const forged = createRoot({ commonName: 'Twin' }).issue({ commonName: 'Twin', extraExtensions })
    expect(parseCertificate(forged.der).selfSigned).toBe(false)
  })
})

const rsa = generateKeyPair('rsa2048')
