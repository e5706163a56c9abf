import { endpointCases } from '#lib/testing/check-cases.ts'
import { dns, endpoint, leaf, neverScanned, presenting, sharedUse, workload } from '#lib/testing/facts.ts'
import { identityWildcardCertificate } from './identity-wildcard-certificate.ts'

const wild = leaf({ subjectAltNames: dns('*.example.com') })

endpointCases(identityWildcardCertificate, {
  pass: {
    'no wildcard': endpoint(),
    'one that the policy lists': [presenting(wild), { policy: { allowedNames: ['*.example.com'] } }],
  },
  fail: {
    'one service': [presenting(wild), { grade: 'single' }],
    'served for another identity as well': [presenting(wild, { sharedUses: [sharedUse()] }), { grade: 'shared' }],
    'a partial label': [presenting(leaf({ subjectAltNames: dns('pay*.example.com') })), { grade: 'malformed' }],
    'over a public suffix': [presenting(leaf({ subjectAltNames: dns('*.co.uk') })), { grade: 'malformed' }],
  },
  'not-applicable': { 'no DNS name': workload() },
  'not-assessed': { 'never scanned': neverScanned() },
})
