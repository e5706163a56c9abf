import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createRoot } from '#lib/testing/certificates.ts'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'
import { impersonatingClient, untrustedClient, untrustedName } from './untrusted-client.ts'

const [ecdsa, rsa] = [64, 1]
const content = Buffer.from('what is to be signed')

it.each<[string, readonly number[], readonly number[], string]>([
  ['whatever suits most servers', [], [0x0403, 0x0804, 0x0401], 'ec'],
  ['RSA in TLS 1.3', [], [0x0804, 0x0401], 'rsa'],
  ['RSA by PKCS #1 in TLS 1.2', [rsa], [0x0401], 'rsa'],
  ['RSA where ECDSA has no certificate type', [rsa], [0x0403, 0x0804], 'rsa'],
  ['RSA where nothing tells the curves', [ecdsa, rsa], [0x0403, 0x0804], 'rsa'],
  ['ECDSA where RSA has no certificate type', [ecdsa], [0x0403, 0x0804], 'ec'],
  ['P-384', [ecdsa], [0x0503], 'ec'],
  ['Ed25519', [], [0x0807], 'ed25519'],
  ['RSA before TLS 1.2', [rsa, ecdsa], [], 'rsa'],
])('is made for %s, once', (_, types, schemes, keyType) => {
  const client = untrustedClient({ types, schemes })
  const [der = new Uint8Array()] = client?.chain ?? []
  const read = new X509Certificate(der)
  expect(read.publicKey.asymmetricKeyType).toBe(keyType)
  expect(read.verify(read.publicKey)).toBe(true)
  expect(parseCertificate(der)).toMatchObject({
    subjectCommonNames: [untrustedName],
    selfSigned: true,
    extendedKeyUsage: ['clientAuth'],
    problems: [],
  })
  const version = types.length === 0 ? 'TLSv1.3' : schemes.length === 0 ? 'TLSv1.1' : 'TLSv1.2'
  expect(client?.fits(version, schemes)).toBe(true)
  expect(client?.sign(version, schemes, content)).not.toBeNull()
  expect(untrustedClient({ types, schemes })).toBe(client)
})

it.each([
  ['RSA by PKCS #1 in TLS 1.3, which forbids it', [], [0x0401]],
  ['schemes that nobody has', [], [0x0904]],
  ['DSA', [2], [0x0202]],
])('is not made for %s', (_, types, schemes) => expect(untrustedClient({ types, schemes })).toBeNull())

describe('under the name of an accepted authority', () => {
  const real = createRoot({ commonName: 'Accepted Client CA', keyAlgorithm: 'rsa2048' })
  const wish = { types: [], schemes: [0x0403] }
  // The Name of the subject: SEQUENCE { SET { SEQUENCE { OID, UTF8String } } }.
  const text = real.der.lastIndexOf('Accepted Client CA')
  const name = real.der.subarray(text - 13, text + 18)

  it('stands one that the authority did not issue, with a CA of that name made here', () => {
    const [leaf, ca] = (impersonatingClient({ ...wish, authorities: [name] })?.chain ?? []).map(
      (der) => new X509Certificate(der),
    )
    const authority = new X509Certificate(real.der)
    expect(leaf?.issuer).toBe(authority.subject)
    expect(ca?.subject).toBe(authority.subject)
    expect(ca?.ca).toBe(true)
    expect(leaf?.verify(authority.publicKey)).toBe(false)
    expect(ca && leaf?.verify(ca.publicKey)).toBe(true)
    expect(leaf?.subject).toBe(`CN=${untrustedName}`)
  })

  it('stands none where no authority was named, or by a name of unreasonable length', () => {
    expect(impersonatingClient({ ...wish, authorities: [] })).toBeNull()
    expect(impersonatingClient({ ...wish, authorities: [new Uint8Array(5000)] })).toBeNull()
  })
})
