import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { keyAlgorithms } from './certificates/key-pair.ts'
import { createRoot, selfSigned } from './certificates.ts'

describe('the certificate factory', () => {
  it.each(keyAlgorithms)('makes a chain with %s keys that OpenSSL reads and verifies', (keyAlgorithm) => {
    const root = createRoot({ keyAlgorithm })
    const intermediate = root.intermediate({ keyAlgorithm, ca: { pathLength: 0 } })
    const leaf = new X509Certificate(
      intermediate.issue({ keyAlgorithm, dns: ['a.test'], ips: ['10.0.0.1', '::1'] }).der,
    )
    const issuer = new X509Certificate(intermediate.der)
    expect(leaf.verify(issuer.publicKey)).toBe(true)
    expect(issuer.verify(root.key.publicKey)).toBe(true)
    expect(leaf.checkIssued(issuer)).toBe(true)
    expect(leaf.subjectAltName).toBe('DNS:a.test, IP Address:10.0.0.1, IP Address:0:0:0:0:0:0:0:1')
    expect(issuer.ca).toBe(true)
    expect(leaf.ca).toBe(false)
  })

  it('gives PEM that node:tls serves', () => {
    const leaf = selfSigned({ dns: ['a.test'] })
    expect(() => createSecureContext({ cert: leaf.pem, key: leaf.keyPem })).not.toThrow()
  })

  it('corrupts a signature and leaves the rest readable', () => {
    const root = createRoot()
    const leaf = new X509Certificate(root.issue({ dns: ['a.test'], corruptSignature: true }).der)
    expect(leaf.verify(root.key.publicKey)).toBe(false)
  })

  it('makes an SVID with an empty subject and a critical SAN', () => {
    const svid = new X509Certificate(createRoot().issue({ uris: ['spiffe://example.org/a'] }).der)
    expect(svid.subject ?? '').toBe('')
    expect(svid.subjectAltName).toBe('URI:spiffe://example.org/a')
  })
})
