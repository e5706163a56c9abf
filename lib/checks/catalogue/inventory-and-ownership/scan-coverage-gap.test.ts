import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, identity, inDays, neverScanned, testNow } from '#lib/testing/facts.ts'
import { scanCoverageGap } from './scan-coverage-gap.ts'

endpointCases(scanCoverageGap, {
  pass: {
    'seen a moment ago; a gap after three intervals and an hour': [
      endpoint(),
      { changesAt: '2026-11-26T13:00:00.000Z' },
    ],
  },
  fail: {
    'never reached': [
      endpoint({ at: { latest: null, lastOutcome: { kind: 'timeout', during: 'connect' } } }),
      { grade: 'other' },
    ],
    'not reached for nine days': [
      endpoint({ at: { lastSeenAt: new Date(inDays(-9)), lastOutcome: { kind: 'refused' } } }),
      { grade: 'other' },
    ],
    'no address, and critical': [
      endpoint({ addresses: [], lastOutcome: 'dns-failure', identity: identity({ criticality: 'critical' }) }),
      { grade: 'critical' },
    ],
  },
  'not-applicable': { retired: endpoint({ identity: identity({ retiredAt: testNow }), at: { latest: null } }) },
  'not-assessed': { 'its first scan is still to come': neverScanned() },
})
