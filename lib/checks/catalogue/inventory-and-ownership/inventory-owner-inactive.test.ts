import { identityCases } from '#lib/testing/check-cases.ts'
import { identity, identityFacts, inDays } from '#lib/testing/facts.ts'
import { inventoryOwnerInactive } from './inventory-owner-inactive.ts'

const owned = (active: boolean) =>
  identityFacts({ ownerRecord: { active, since: new Date(inDays(-40)), source: 'directory.csv' } })

identityCases(inventoryOwnerInactive, {
  pass: { 'still there': owned(true) },
  fail: { 'has left': [owned(false), { grade: 'inactive' }] },
  'not-applicable': {
    'no owner': identityFacts({ identity: identity({ owner: null }), ownerRecord: null }),
    retired: { ...owned(false), identity: identity({ retiredAt: new Date(inDays(-1)) }) },
  },
  'not-assessed': {
    'no directory': identityFacts(),
    'not in the directory': identityFacts({ ownerRecord: null }),
  },
})
