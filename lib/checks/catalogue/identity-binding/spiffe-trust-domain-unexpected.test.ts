import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, neverScanned, spiffeIdentity, staging, svid, uri, workload } from '#lib/testing/facts.ts'
import { spiffeTrustDomainUnexpected } from './spiffe-trust-domain-unexpected.ts'

const elsewhere = svid({ subjectAltNames: uri('spiffe://prod.example.com/orders') })

endpointCases(spiffeTrustDomainUnexpected, {
  pass: {
    'the registered ID': workload(),
    'a trust domain of the policy, no ID registered': [
      workload(svid(), { identity: null }),
      { policy: { trustDomains: ['prod.example.com'] } },
    ],
  },
  fail: {
    'another path': [workload(elsewhere), { grade: 'production' }],
    'another path in staging': [
      workload(elsewhere, { identity: spiffeIdentity({ environment: staging }) }),
      { grade: 'elsewhere' },
    ],
    'a trust domain outside the policy': [
      workload(),
      { policy: { trustDomains: ['staging.example.com'] }, grade: 'production' },
    ],
  },
  'not-applicable': { 'no SPIFFE ID': endpoint(), 'nothing registered': workload(svid(), { identity: null }) },
  'not-assessed': { 'never scanned': neverScanned() },
})
