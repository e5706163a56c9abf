import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, leaf, neverScanned, svid, uri, workload } from '#lib/testing/facts.ts'
import { spiffeIdInvalid } from './spiffe-id-invalid.ts'

endpointCases(spiffeIdInvalid, {
  pass: { 'one well-formed ID': workload() },
  fail: {
    'none, where one is expected': [workload(leaf()), { grade: 'missing' }],
    'two URIs': [
      workload(svid({ subjectAltNames: uri('spiffe://prod.example.com/payments', 'https://example.com') })),
      { grade: 'ambiguous' },
    ],
    'a port in the trust domain': [
      workload(svid({ subjectAltNames: uri('spiffe://prod.example.com:8443/payments') })),
      { grade: 'malformed' },
    ],
    'no path': [workload(svid({ subjectAltNames: uri('spiffe://prod.example.com') })), { grade: 'malformed' }],
    'over 2048 bytes': [
      workload(svid({ subjectAltNames: uri(`spiffe://prod.example.com/${'p'.repeat(2048)}`) })),
      { grade: 'oversized' },
    ],
  },
  'not-applicable': { 'a DNS identity without one': endpoint() },
  'not-assessed': { 'never scanned': neverScanned() },
})
