import { endpointCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, identity, inDays, neverScanned, staging, svid, workload } from '#lib/testing/facts.ts'
import { inventoryUnknownCertificate } from './inventory-unknown-certificate.ts'

const records = (firstSeenDaysAgo: number, recorded: boolean) =>
  new Map([[digest('leaf'), { firstSeenAt: new Date(inDays(-firstSeenDaysAgo)), recorded }]])

endpointCases(inventoryUnknownCertificate, {
  pass: { 'on record': endpoint({ leafRecords: records(30, true) }) },
  fail: {
    'in production, for longer than is given': [endpoint({ leafRecords: records(8, false) }), { grade: 'exposed' }],
    'in staging': [
      endpoint({ identity: identity({ environment: staging }), leafRecords: records(8, false) }),
      { grade: 'other' },
    ],
  },
  'not-applicable': { 'an SVID of an hour': workload(svid(), { leafRecords: records(0, false) }) },
  'not-assessed': {
    'no records': endpoint(),
    'seen for the first time this week': [
      endpoint({ leafRecords: records(2, false) }),
      { changesAt: '2026-11-28T12:00:00.000Z' },
    ],
    'nobody compared': endpoint({ leafRecords: new Map() }),
    'never scanned': neverScanned({ leafRecords: new Map() }),
  },
})
