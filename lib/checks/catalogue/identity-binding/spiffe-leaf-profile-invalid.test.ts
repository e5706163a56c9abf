import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, neverScanned, svid, workload } from '#lib/testing/facts.ts'
import { spiffeLeafProfileInvalid } from './spiffe-leaf-profile-invalid.ts'

endpointCases(spiffeLeafProfileInvalid, {
  pass: { 'a sound SVID': workload(), 'without extended key usage': workload(svid({ extendedKeyUsage: null })) },
  fail: {
    'a CA': [workload(svid({ basicConstraints: { ca: true, pathLength: null, critical: true } })), { grade: 'signs' }],
    'a key usage that is not critical': [
      workload(svid({ keyUsage: { bits: ['digitalSignature'], critical: false } })),
      { grade: 'usage' },
    ],
    'no key usage': [workload(svid({ keyUsage: null })), { grade: 'usage' }],
    'one purpose of two': [workload(svid({ extendedKeyUsage: ['serverAuth'] })), { grade: 'purposes' }],
    'empty subject, names not critical': [workload(svid({ subjectAltNamesCritical: false })), { grade: 'criticality' }],
  },
  'not-applicable': { 'no SPIFFE ID': endpoint() },
  'not-assessed': { 'never scanned': neverScanned() },
})
