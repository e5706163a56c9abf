import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, leaf, neverScanned, presenting } from '#lib/testing/facts.ts'
import { signatureHashWeak } from './signature-hash-weak.ts'

const signed = (signatureHash: string | null, signatureAlgorithm: string) =>
  presenting(leaf({ signatureHash, signatureAlgorithm }))

endpointCases(signatureHashWeak, {
  pass: { 'SHA-256': endpoint(), 'Ed25519, which names no hash': signed(null, 'Ed25519') },
  fail: {
    MD5: [signed('md5', 'md5WithRSAEncryption'), { grade: 'broken' }],
    'SHA-1': [signed('sha1', 'sha1WithRSAEncryption'), { grade: 'sha1' }],
    'two algorithms in one certificate': [presenting(leaf({ signatureAlgorithmsAgree: false })), { grade: 'mismatch' }],
  },
  'not-applicable': 'every certificate is signed',
  'not-assessed': { unreadable: signed(null, 'unknown'), 'never scanned': neverScanned() },
})
