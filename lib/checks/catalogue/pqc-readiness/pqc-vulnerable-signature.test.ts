import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, leaf, neverScanned, presenting } from '#lib/testing/facts.ts'
import { pqcVulnerableSignature } from './pqc-vulnerable-signature.ts'

const mlDsa = { algorithm: 'ml-dsa-65', bits: null, curve: null, exponent: null }

endpointCases(pqcVulnerableSignature, {
  pass: { 'ML-DSA throughout': presenting(leaf({ publicKey: mlDsa, signatureAlgorithm: 'ml-dsa-65' })) },
  fail: {
    EC: [endpoint(), { grade: 'vulnerable' }],
    'a post-quantum key under an RSA signature': [
      presenting(leaf({ publicKey: mlDsa, signatureAlgorithm: 'sha256WithRSAEncryption' })),
      { grade: 'vulnerable' },
    ],
  },
  'not-applicable': 'every certificate has a key and a signature',
  'not-assessed': { 'never scanned': neverScanned() },
})
