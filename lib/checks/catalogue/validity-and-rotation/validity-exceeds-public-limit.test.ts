import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, leaf, neverScanned, publicStore, publicTrust } from '#lib/testing/facts.ts'
import { validityExceedsPublicLimit } from './validity-exceeds-public-limit.ts'

const issued = (notBefore: string, notAfter: string) =>
  endpoint({
    store: publicStore,
    at: { chain: [leaf({ notBefore, notAfter })], tls: { trust: observed(publicTrust()) } },
  })

endpointCases(validityExceedsPublicLimit, {
  pass: {
    '90 days': issued('2026-10-01T00:00:00Z', '2026-12-29T23:59:59Z'),
    '397 days, issued the day before the step to 200': issued('2026-03-14T00:00:00Z', '2027-04-14T23:59:59Z'),
    '99 days, issued on the day of the step to 100': issued('2027-03-15T00:00:00Z', '2027-06-21T23:59:59Z'),
  },
  fail: {
    '200 days and a second': [issued('2026-10-01T00:00:00Z', '2027-04-19T00:00:00Z'), { grade: 'limit' }],
    '200 days to the second': [issued('2026-10-01T00:00:00Z', '2027-04-18T23:59:59Z'), { grade: 'recommended' }],
    '199 days and a second count as 200': [
      issued('2026-10-01T00:00:00Z', '2027-04-18T00:00:00Z'),
      { grade: 'recommended' },
    ],
    '398 days and a second before the step': [
      issued('2026-03-14T00:00:00Z', '2027-04-16T00:00:00Z'),
      { grade: 'limit' },
    ],
    '48 days in 2029': [issued('2029-03-15T00:00:00Z', '2029-05-01T23:59:59Z'), { grade: 'limit' }],
  },
  'not-applicable': {
    'a private CA': endpoint(),
    'before the limits': issued('2019-01-01T00:00:00Z', '2027-01-01T00:00:00Z'),
  },
  'not-assessed': { 'no store': endpoint({ store: null }), 'never scanned': neverScanned() },
})
