import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, leaf, neverScanned, presenting } from '#lib/testing/facts.ts'
import { validityNotYetValid } from './validity-not-yet-valid.ts'

endpointCases(validityNotYetValid, {
  pass: {
    begun: endpoint(),
    'half an hour ahead: clocks differ': presenting(leaf({ notBefore: '2026-11-23T12:30:00Z' })),
  },
  fail: {
    'tomorrow; mends itself an hour before': [
      presenting(leaf({ notBefore: '2026-11-24T12:00:00Z' })),
      { grade: 'early', changesAt: '2026-11-24T11:00:00.000Z' },
    ],
    'half an hour is much for a life of one hour': [
      presenting(leaf({ notBefore: '2026-11-23T12:30:00Z', notAfter: '2026-11-23T13:30:00Z' })),
      { grade: 'early' },
    ],
  },
  'not-applicable': 'every certificate has a beginning',
  'not-assessed': { 'never scanned': neverScanned() },
})
