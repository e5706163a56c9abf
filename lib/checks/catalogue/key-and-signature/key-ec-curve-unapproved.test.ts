import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, leaf, neverScanned, presenting } from '#lib/testing/facts.ts'
import { keyEcCurveUnapproved } from './key-ec-curve-unapproved.ts'

const on = (curve: string | null, bits: number | null) =>
  presenting(leaf({ publicKey: { algorithm: 'ec', bits, curve, exponent: null } }))

endpointCases(keyEcCurveUnapproved, {
  pass: { 'P-256': endpoint(), 'P-384': on('P-384', 384) },
  fail: {
    'parameters of its own': [on('explicit', 256), { grade: 'weak' }],
    'P-192': [on('P-192', 192), { grade: 'weak' }],
    secp256k1: [on('secp256k1', 256), { grade: 'unapproved' }],
  },
  'not-applicable': {
    RSA: presenting(leaf({ publicKey: { algorithm: 'rsa', bits: 2048, curve: null, exponent: '65537' } })),
  },
  'not-assessed': { unreadable: on(null, null), 'never scanned': neverScanned() },
})
