import { identityCases } from '#lib/testing/check-cases.ts'
import { identity, identityFacts, staging, testNow } from '#lib/testing/facts.ts'
import { inventoryOwnerMissing } from './inventory-owner-missing.ts'

identityCases(inventoryOwnerMissing, {
  pass: { owned: identityFacts() },
  fail: {
    'nobody, in production': [identityFacts({ identity: identity({ owner: null }) }), { grade: 'exposed' }],
    'blank, in staging': [
      identityFacts({ identity: identity({ owner: ' ', environment: staging }) }),
      { grade: 'other' },
    ],
  },
  'not-applicable': { retired: identityFacts({ identity: identity({ owner: null, retiredAt: testNow }) }) },
  'not-assessed': 'the record is always at hand',
})
