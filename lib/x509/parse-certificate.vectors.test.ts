import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readVectors } from '#lib/testing/certificates/vectors.ts'
import { opensslCertificate } from './openssl-certificate.ts'
import { parseCertificate } from './parse-certificate.ts'

const block = z.object({ type: z.string(), b64: z.string() })
const zlint = readVectors('zlint-testdata')
const badssl = readVectors('badssl')

describe('every certificate of the corpora yields a record', () => {
  it.skipIf(zlint === null)('zlint testdata', () => {
    const { files } = z.object({ files: z.record(z.string(), z.union([z.array(block), z.string()])) }).parse(zlint)
    const blocks = Object.values(files).flatMap((content) => (typeof content === 'string' ? [] : content))
    const ders = blocks.flatMap(({ type, b64 }) => (type === 'CERTIFICATE' ? [Buffer.from(b64, 'base64')] : []))
    expect(ders.length).toBeGreaterThan(1300)
    for (const der of ders) agreesWithOpenSsl(der)
  })

  it.skipIf(badssl === null)('badssl, one of 10,000 names among them', () => {
    const { chains } = z.object({ chains: z.record(z.string(), z.array(z.string())) }).parse(badssl)
    const ders = Object.values(chains).flatMap((chain) => chain.map((b64) => Buffer.from(b64, 'base64')))
    const counts = ders.map((der) => agreesWithOpenSsl(der).subjectAltNames.length)
    expect(Math.max(...counts)).toBe(10_000)
  })
})

/** A second reader as a witness, where it can read the certificate at all. */
function agreesWithOpenSsl(der: Buffer) {
  const certificate = parseCertificate(der)
  const openssl = opensslCertificate(der)
  if (openssl === null) return certificate
  expect(certificate.sha256).toBe(openssl.fingerprint256.replaceAll(':', '').toLowerCase())
  expect(BigInt(`0x${certificate.serial.replace('-', '')}`)).toBe(BigInt(`0x${openssl.serialNumber.replace('-', '')}`))
  // One sample has the year 1, which Date.parse takes for 2001 in OpenSSL's words; one a fraction, which is dropped.
  if (!/ 1 GMT$/.test(openssl.validTo)) {
    expect(Math.floor(Date.parse(openssl.validTo.replace(/\.\d+/, '')) / 1000)).toBe(
      Date.parse(certificate.notAfter) / 1000,
    )
  }
  return certificate
}
