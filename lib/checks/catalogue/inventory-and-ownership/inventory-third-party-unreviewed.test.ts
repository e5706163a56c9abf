import { identityCases } from '#lib/testing/check-cases.ts'
import { identity, identityFacts, inDays, staging } from '#lib/testing/facts.ts'
import { inventoryThirdPartyUnreviewed } from './inventory-third-party-unreviewed.ts'

const reviewed = (daysAgo: number, contract?: string) => ({
  thirdParty: { vendor: 'Example Pay', reviewedAt: inDays(-daysAgo), ...(contract && { contract }) },
})
const run = (declared: ReturnType<typeof reviewed>) => identityFacts({ identity: identity({ declared }) })

identityCases(inventoryThirdPartyUnreviewed, {
  pass: { 'reviewed this year': [run(reviewed(100, 'C-17')), { changesAt: '2027-08-15T12:00:00.000Z' }] },
  fail: {
    'never reviewed': [
      identityFacts({ identity: identity({ declared: { thirdParty: { vendor: 'Example Pay', contract: 'C-17' } } }) }),
      { grade: 'production' },
    ],
    'in staging, too long ago': [
      identityFacts({ identity: identity({ environment: staging, declared: reviewed(400, 'C-17') }) }),
      { grade: 'elsewhere' },
    ],
    'without a contract': [run(reviewed(100)), { grade: 'contract' }],
  },
  'not-applicable': {
    'its own': identityFacts(),
    retired: identityFacts({ identity: identity({ retiredAt: new Date(inDays(-1)), declared: reviewed(400) }) }),
  },
  'not-assessed': 'an identity that is on record as run by others has a review on record, or none',
})
