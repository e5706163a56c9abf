import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, intermediate, leaf, neverScanned, presenting } from '#lib/testing/facts.ts'
import { pqcValidityBeyondTransition } from './pqc-validity-beyond-transition.ts'

const rsa = (bits: number) => ({ algorithm: 'rsa', bits, curve: null, exponent: '65537' })
const unknown = { algorithm: '1.2.3.4', bits: null, curve: null, exponent: null }
const under = (change: Parameters<typeof intermediate>[0]) =>
  endpoint({ at: { chain: [leaf(), intermediate(change)] } })

endpointCases(pqcValidityBeyondTransition, {
  pass: {
    'P-256 before 2035': endpoint(),
    'RSA of 2048 bits to the last second of 2030': under({ publicKey: rsa(2048), notAfter: '2030-12-31T23:59:59Z' }),
    'RSA of 3072 bits before 2035': under({ publicKey: rsa(3072), notAfter: '2035-01-01T00:00:00Z' }),
    'ML-DSA for ever': under({
      publicKey: { ...unknown, algorithm: 'ml-dsa-87' },
      notAfter: '9999-12-31T23:59:59Z',
    }),
    'a key of unknown strength that ends before the earliest date': presenting(leaf({ publicKey: unknown })),
  },
  fail: {
    'a CA with RSA of 2048 bits beyond 2030': [
      under({ publicKey: rsa(2048), notAfter: '2031-01-01T00:00:00Z' }),
      { grade: 'authority' },
    ],
    'a CA with any classical key beyond 2035': [under({ notAfter: '2036-01-01T00:00:00Z' }), { grade: 'authority' }],
    'a leaf beyond 2030': [presenting(leaf({ publicKey: rsa(2048), notAfter: inDays(3650) })), { grade: 'leaf' }],
  },
  'not-applicable': 'every certificate has a key and an end',
  'not-assessed': {
    'a key of unknown strength that stays for long': presenting(leaf({ publicKey: unknown, notAfter: inDays(3650) })),
    'never scanned': neverScanned(),
  },
})
