import { hourMs } from '#lib/core/time.ts'
import { identityCases } from '#lib/testing/check-cases.ts'
import { identity, identityFacts, testNow } from '#lib/testing/facts.ts'
import { inventoryFieldsMissing } from './inventory-fields-missing.ts'

identityCases(inventoryFieldsMissing, {
  pass: { complete: identityFacts() },
  fail: {
    'no environment': [identityFacts({ identity: identity({ environment: null }) }), { grade: 'environment' }],
    'no endpoint': [identityFacts({ endpoints: [] }), { grade: 'endpoints' }],
  },
  'not-applicable': { retired: identityFacts({ endpoints: [], identity: identity({ retiredAt: testNow }) }) },
  'not-assessed': {
    'no endpoint, recorded an hour ago': [
      identityFacts({ endpoints: [], createdAt: new Date(testNow.getTime() - hourMs) }),
      { changesAt: new Date(testNow.getTime() + 23 * hourMs).toISOString() },
    ],
  },
})
