import { endpointCases } from '#lib/testing/check-cases.ts'
import { inDays, leaf, neverScanned, presenting, rotation, svid, workload } from '#lib/testing/facts.ts'
import { validityExpiringSoon } from './validity-expiring-soon.ts'

const left = (days: number) => presenting(leaf({ notBefore: inDays(days - 90), notAfter: inDays(days) }))
const late = [rotation(150, { lifeLeftSeconds: 15 * 86400 }), rotation(75, { lifeLeftSeconds: 16 * 86400 })]

endpointCases(validityExpiringSoon, {
  pass: {
    'two thirds left; changes at one third': [
      presenting(leaf({ notBefore: '2026-11-23T00:00:00Z', notAfter: '2026-11-25T23:59:59Z' })),
      { changesAt: '2026-11-25T00:00:00.000Z' },
    ],
    'a workload certificate of an hour in mid-life': workload(),
  },
  fail: {
    'a third left': [left(29), { grade: 'near' }],
    'a tenth left; changes when it ends': [
      presenting(leaf({ notBefore: inDays(-82), notAfter: '2026-12-01T12:00:00Z' })),
      { grade: 'urgent', changesAt: '2026-12-01T12:00:01.000Z' },
    ],
    'an SVID with five minutes left of an hour': [
      workload(svid({ notBefore: inDays(-55 / 1440), notAfter: inDays(5 / 1440) })),
      { grade: 'urgent' },
    ],
    'as late as it always renews': [{ ...left(29), rotations: late }, { grade: 'usual' }],
    'later than it ever renewed': [{ ...left(14), rotations: late }, { grade: 'near' }],
    'a share of the policy': [left(60), { policy: { expiryWarnShare: 0.8 }, grade: 'near' }],
  },
  'not-applicable': { 'expired, which is another finding': left(-1) },
  'not-assessed': { 'never scanned': neverScanned() },
})
