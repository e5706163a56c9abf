import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, neverScanned, spiffeIdentity, staging, svid, uri, workload } from '#lib/testing/facts.ts'
import { spiffeTrustDomainUnexpected } from './spiffe-trust-domain-unexpected.ts'

const elsewhere = svid({ subjectAltNames: uri('spiffe://prod.example.com/orders') })

const deeper = svid({ subjectAltNames: uri('spiffe://prod.example.com/ns/shop/sa/orders') })

endpointCases(spiffeTrustDomainUnexpected, {
  pass: {
    'the registered ID': workload(),
    'a trust domain of the policy, no ID registered': [
      workload(svid(), { identity: null }),
      { policy: { trustDomains: ['prod.example.com'] } },
    ],
    'a path of the policy, in its own trust domain': [workload(elsewhere), { policy: { spiffePaths: ['/orders'] } }],
    'a star for one segment': [workload(deeper), { policy: { spiffePaths: ['/ns/*/sa/orders'] } }],
  },
  fail: {
    'a star is no more than one segment': [
      workload(deeper),
      { policy: { spiffePaths: ['/ns/*'] }, grade: 'production' },
    ],
    'a path of the policy in a foreign trust domain': [
      workload(svid({ subjectAltNames: uri('spiffe://staging.example.com/orders') })),
      { policy: { spiffePaths: ['/orders'] }, grade: 'production' },
    ],
    'a path outside the policy, no ID registered': [
      workload(svid(), { identity: null }),
      { policy: { spiffePaths: ['/orders'] }, grade: 'elsewhere' },
    ],
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
