import { identityCases } from '#lib/testing/check-cases.ts'
import {
  endpoint,
  identity,
  identityFacts,
  inDays,
  leaf,
  neverScanned,
  presenting,
  testNow,
} from '#lib/testing/facts.ts'
import { inventoryUnusedIdentity } from './inventory-unused-identity.ts'

const seen = (daysAgo: number) => ({ lastSeenAt: new Date(inDays(-daysAgo)) })
const yearly = presenting(leaf({ notBefore: inDays(-200), notAfter: inDays(190) }))

identityCases(inventoryUnusedIdentity, {
  pass: { 'seen a moment ago': [identityFacts(seen(0)), { changesAt: '2027-02-21T12:00:00.000Z' }] },
  fail: {
    'quiet for long, its certificate valid': [
      identityFacts({ ...seen(100), endpoints: [yearly] }),
      { grade: 'valid', changesAt: '2027-06-01T12:00:01.000Z' },
    ],
    'quiet for long, and ended': [
      identityFacts({ ...seen(100), endpoints: [presenting(leaf({ notAfter: inDays(-20) }))] }),
      { grade: 'ended' },
    ],
    'recorded long ago, looked for, and never seen': [
      identityFacts({ lastSeenAt: null, endpoints: [neverScanned({ lastScanAt: testNow })] }),
      { grade: 'ended' },
    ],
  },
  'not-applicable': {
    retired: identityFacts({ ...seen(100), identity: identity({ retiredAt: new Date(inDays(-1)) }) }),
    'kept ready': identityFacts({ ...seen(100), identity: identity({ declared: { standby: 'second site' } }) }),
  },
  'not-assessed': {
    'nobody looked it up': identityFacts(),
    'new, and not seen yet': identityFacts({ lastSeenAt: null, createdAt: new Date(inDays(-2)) }),
    'no scan within the window': identityFacts({
      ...seen(100),
      endpoints: [endpoint({ lastScanAt: new Date(inDays(-95)) })],
    }),
  },
})
