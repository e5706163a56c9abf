import { describe, expect, test } from 'vitest'
import { address, context, endpoint, inDays } from '#lib/testing/facts.ts'
import { reuseCertificateAcrossEnvironments } from './catalogue/reuse-and-isolation/reuse-certificate-across-environments.ts'
import { reuseCertificateAcrossServices } from './catalogue/reuse-and-isolation/reuse-certificate-across-services.ts'
import { reuseKeyAcrossEnvironments } from './catalogue/reuse-and-isolation/reuse-key-across-environments.ts'
import { reuseKeyAcrossIdentities } from './catalogue/reuse-and-isolation/reuse-key-across-identities.ts'

describe.each([
  reuseCertificateAcrossEnvironments,
  reuseCertificateAcrossServices,
  reuseKeyAcrossEnvironments,
  reuseKeyAcrossIdentities,
])('$id passes while all that is served is known', ({ evaluate }) => {
  test.each([
    ['fresh', endpoint(), 'pass'],
    ['stale', endpoint({ at: { lastSeenAt: new Date(inDays(-30)) } }), 'not-assessed'],
    [
      'an address was never reached',
      endpoint({ addresses: [address(), address({ ip: '192.0.2.9', latest: null })] }),
      'not-assessed',
    ],
  ])('%s', (_name, facts, outcome) => {
    expect(evaluate(facts, context()).outcome).toBe(outcome)
  })
})
