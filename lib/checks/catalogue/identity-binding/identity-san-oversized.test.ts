import { endpointCases } from '#lib/testing/check-cases.ts'
import { dns, endpoint, leaf, neverScanned, presenting } from '#lib/testing/facts.ts'
import { identitySanOversized } from './identity-san-oversized.ts'

const crowded = leaf({ subjectAltNames: dns(...Array.from({ length: 26 }, (_, index) => `host-${index}.example.com`)) })

endpointCases(identitySanOversized, {
  pass: {
    'one name': endpoint(),
    'a second name that the policy lists': [
      presenting(leaf({ subjectAltNames: dns('payments.example.com', 'pay.example.com') })),
      { policy: { allowedNames: ['pay.example.com'] } },
    ],
  },
  fail: {
    'more than 25 names': [presenting(crowded), { grade: 'count' }],
    'a name that the policy does not list': [
      presenting(leaf({ subjectAltNames: dns('payments.example.com', 'admin.example.com') })),
      { policy: { allowedNames: ['pay.example.com'] }, grade: 'unexpected' },
    ],
  },
  'not-applicable': 'every leaf has a number of names, if only none',
  'not-assessed': { 'never scanned': neverScanned() },
})
