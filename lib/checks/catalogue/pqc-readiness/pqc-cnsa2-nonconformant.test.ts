import { failed, observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, intermediate, leaf, neverScanned } from '#lib/testing/facts.ts'
import { pqcCnsa2Nonconformant } from './pqc-cnsa2-nonconformant.ts'

const policy = { tlsProfile: 'cnsa-2.0' } as const
const mlDsa = { algorithm: 'ml-dsa-87', bits: null, curve: null, exponent: null }
const group = (name: string) => observed({ name, bits: null })
const meeting = (change: object = {}) =>
  endpoint({
    at: {
      chain: [leaf({ publicKey: mlDsa, signatureAlgorithm: 'ml-dsa-87' }), intermediate()],
      tls: {
        group: group('SecP384r1MLKEM1024'),
        cipherSuite: observed({ name: 'TLS_AES_256_GCM_SHA384', bits: 256 }),
        ...change,
      },
    },
  })

endpointCases(pqcCnsa2Nonconformant, {
  pass: { 'all four': [meeting(), { policy }] },
  fail: {
    'a classical certificate and ML-KEM-768, before the date': [
      endpoint(),
      { policy, grade: 'ahead', changesAt: '2027-01-01T00:00:00.000Z' },
    ],
    'AES-128, after the date': [
      meeting({ cipherSuite: observed({ name: 'TLS_AES_128_GCM_SHA256', bits: 128 }) }),
      { policy, now: new Date('2027-01-01T00:00:00Z'), grade: 'due' },
    ],
    'ChaCha20, which is as strong and not of the suite': [
      meeting({ cipherSuite: observed({ name: 'TLS_CHACHA20_POLY1305_SHA256', bits: 256 }) }),
      { policy, grade: 'ahead' },
    ],
  },
  'not-applicable': { 'the profile is not assigned': endpoint() },
  'not-assessed': {
    'the group was not seen': [meeting({ group: failed('timeout') }), { policy }],
    'never scanned': [neverScanned(), { policy }],
  },
})
