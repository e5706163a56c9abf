import { identityCases } from '#lib/testing/check-cases.ts'
import {
  endpoint,
  identityFacts,
  inDays,
  leaf,
  neverScanned,
  presenting,
  rotation,
  workload,
} from '#lib/testing/facts.ts'
import { rotationOverdue } from './rotation-overdue.ts'

const monthly = { rotationIntervalSeconds: 31 * 86400 }
const served = (days: number) =>
  identityFacts({ endpoints: [presenting(leaf({ notBefore: inDays(-days), notAfter: inDays(90 - days) }))] })

identityCases(rotationOverdue, {
  pass: {
    'within the interval of the policy, an hour of backdating forgiven': [
      served(30),
      { policy: monthly, changesAt: '2026-11-24T13:00:00.000Z' },
    ],
    'without an interval: more than the urgent share of life left': served(80),
    'a workload certificate of an hour in mid-life': identityFacts({ endpoints: [workload()] }),
    'an interval beyond the end of time': [
      served(30),
      { policy: { rotationIntervalSeconds: Number.MAX_SAFE_INTEGER } },
    ],
  },
  fail: {
    'past the interval; worse at twice of it': [
      served(32),
      { policy: monthly, grade: 'overdue', changesAt: '2026-12-23T12:00:00.000Z' },
    ],
    'past twice the interval': [served(63), { policy: monthly, grade: 'far' }],
    'without an interval: the urgent share of life': [served(82), { grade: 'overdue' }],
    'later than its own rhythm': [
      {
        ...served(70),
        rotations: [205, 160, 70].map((daysAgo) => rotation(daysAgo, { ageSeconds: 45 * 86400 })),
      },
      { grade: 'overdue' },
    ],
  },
  'not-applicable': 'every credential in use has to be rotated some day',
  'not-assessed': {
    'nothing seen yet': identityFacts({ endpoints: [neverScanned()] }),
    'no endpoint': identityFacts({ endpoints: [] }),
    'not seen within three scan intervals': identityFacts({
      endpoints: [endpoint({ at: { lastSeenAt: new Date(inDays(-9)) } })],
    }),
    'one of its endpoints was never reached': identityFacts({
      endpoints: [endpoint(), endpoint({ at: { latest: null, lastOutcome: { kind: 'refused' } } })],
    }),
  },
})
