import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, leaf, neverScanned, presenting } from '#lib/testing/facts.ts'
import { leafIsCa } from './leaf-is-ca.ts'

endpointCases(leafIsCa, {
  pass: { 'an end entity': endpoint() },
  fail: {
    'cA true': [
      presenting(leaf({ basicConstraints: { ca: true, pathLength: null, critical: true } })),
      { grade: 'authority' },
    ],
    keyCertSign: [
      presenting(leaf({ keyUsage: { bits: ['digitalSignature', 'keyCertSign'], critical: true } })),
      { grade: 'authority' },
    ],
  },
  'not-applicable': 'whatever an endpoint serves is in use as a leaf',
  'not-assessed': { 'never scanned': neverScanned() },
})
