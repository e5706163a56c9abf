import { isDeepStrictEqual } from 'node:util'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'
import { ParseError } from '#lib/x509/parse-error.ts'
import { readChainCertificate } from '#lib/x509/path/chain-certificate.ts'
import { integer, sequence } from '../certificates/der-writer.ts'
import { everyExtension } from '../certificates/every-extension.ts'
import { createRoot, selfSigned } from '../certificates.ts'
import type { FuzzTarget } from './fuzz-target.ts'

const root = createRoot({
  subject: [
    ['C', 'DE'],
    ['O', 'Bücher & Söhne'],
    ['CN', 'Root'],
  ],
})

const corpus = [
  root.der,
  root.intermediate({ ca: { pathLength: 0 }, extraExtensions: everyExtension }).der,
  root.issue({
    commonName: 'a.test',
    dns: ['a.test', '*.b.test'],
    ips: ['10.0.0.1', '2001:db8::1'],
    uris: ['spiffe://example.test/a'],
    emails: ['a@a.test'],
    ocspUrls: ['http://a.test'],
    caIssuersUrls: ['http://a.test/ca'],
    crlUrls: ['http://a.test/crl'],
    policies: ['1.2.3', '2.23.140.1.2.1'],
    mustStaple: true,
    notAfter: new Date('2051-01-02T03:04:05Z'),
  }).der,
  selfSigned({ keyAlgorithm: 'rsa1024', signatureHash: 'sha1', version: 1, commonName: 'old' }).der,
  selfSigned({ keyAlgorithm: 'ed25519', dns: Array.from({ length: 50 }, (_, index) => `${index}.test`) }).der,
  sequence(sequence(integer(1))),
]

/**
 * Certificates, by both readers: nothing but ParseError, a record is plain JSON with printable text and reads the same
 * again, and what the strict reader takes the tolerant one takes too, with the same identity.
 */
export const x509: FuzzTarget = {
  corpus,
  run(input) {
    const record = orRefused(() => parseCertificate(input))
    const strict = orRefused(() => readChainCertificate(input))
    if (record === null) {
      if (strict !== null) throw new Error('the strict reader takes what the tolerant one refuses')
      return
    }
    const text = JSON.stringify(record)
    if (!isDeepStrictEqual(JSON.parse(text), { ...record })) throw new Error('the record is no plain JSON')
    if (/\\u00[01]|[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(text)) throw new Error('unsafe text in the record')
    if (JSON.stringify(parseCertificate(Uint8Array.from(input))) !== text) throw new Error('it reads another way again')
    if (strict !== null && (strict.sha256 !== record.sha256 || strict.spkiSha256 !== record.spkiSha256))
      throw new Error('the readers differ')
  },
}

function orRefused<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}
