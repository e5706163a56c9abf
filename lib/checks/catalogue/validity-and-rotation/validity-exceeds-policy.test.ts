import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, leaf, neverScanned, presenting, publicStore, publicTrust } from '#lib/testing/facts.ts'
import { validityExceedsPolicy } from './validity-exceeds-policy.ts'

const living = (days: number) => presenting(leaf({ notBefore: inDays(-1), notAfter: inDays(days - 1) }))

endpointCases(validityExceedsPolicy, {
  pass: {
    '90 days without a policy': endpoint(),
    'an hour over is backdating': [
      presenting(leaf({ notBefore: '2026-11-01T00:00:00Z', notAfter: '2026-12-01T00:59:59Z' })),
      { policy: { maxValiditySeconds: 30 * 86400 } },
    ],
  },
  fail: {
    'over the policy': [living(90), { policy: { maxValiditySeconds: 30 * 86400 }, grade: 'policy' }],
    'over three years': [living(1100), { grade: 'years' }],
    'no end': [presenting(leaf({ notAfter: '9999-12-31T23:59:59Z' })), { grade: 'endless' }],
  },
  'not-applicable': {
    'publicly trusted': endpoint({ store: publicStore, at: { tls: { trust: observed(publicTrust()) } } }),
  },
  'not-assessed': { 'never scanned': neverScanned() },
})
