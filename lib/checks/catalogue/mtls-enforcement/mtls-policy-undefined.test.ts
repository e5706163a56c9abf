import { identityCases } from '#lib/testing/check-cases.ts'
import { identity, identityFacts, staging, testNow } from '#lib/testing/facts.ts'
import { mtlsPolicyUndefined } from './mtls-policy-undefined.ts'

identityCases(mtlsPolicyUndefined, {
  pass: { decided: [identityFacts(), { policy: { mtls: 'none' } }] },
  fail: {
    'open in production': [identityFacts(), { grade: 'production' }],
    'open in staging': [identityFacts({ identity: identity({ environment: staging }) }), { grade: 'elsewhere' }],
  },
  'not-applicable': { retired: identityFacts({ identity: identity({ retiredAt: testNow }) }) },
  'not-assessed': 'the policy is always known',
})
