import { identityCases } from '#lib/testing/check-cases.ts'
import { identity, identityFacts, inDays } from '#lib/testing/facts.ts'
import { inventoryScopeExceedsUse } from './inventory-scope-exceeds-use.ts'

const may = (granted: string[], used: string[]) => identity({ declared: { granted, used } })

identityCases(inventoryScopeExceedsUse, {
  pass: { 'all is used': identityFacts({ identity: may(['a', 'b'], ['b', 'a']) }) },
  fail: {
    'one is not': [identityFacts({ identity: may(['a', 'b'], ['a']), criticalUnusedGrants: [] }), { grade: 'other' }],
    'a critical one is not': [
      identityFacts({ identity: may(['a', 'b'], ['a']), criticalUnusedGrants: ['b'] }),
      { grade: 'critical' },
    ],
  },
  'not-applicable': {
    retired: identityFacts({ identity: { ...may(['a'], []), retiredAt: new Date(inDays(-1)) } }),
  },
  'not-assessed': {
    'nothing on record': identityFacts(),
    'no uses on record': identityFacts({ identity: identity({ declared: { granted: ['a'] } }) }),
  },
})
