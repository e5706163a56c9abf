import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, identity, leaf, neverScanned, staging, trust } from '#lib/testing/facts.ts'
import { chainIssuerNotAllowed } from './chain-issuer-not-allowed.ts'

const others = { allowedIssuers: [digest('another ca')] }

endpointCases(chainIssuerNotAllowed, {
  pass: { 'an allowed issuer': [endpoint(), { policy: { allowedIssuers: [digest('intermediate key')] } }] },
  fail: {
    'another issuer in production': [endpoint(), { policy: others, grade: 'production' }],
    'another issuer, by name alone': [
      endpoint({ at: { tls: { trust: observed(trust({ pathFound: false, path: [] })) } } }),
      { policy: others, grade: 'production' },
    ],
    'another issuer in staging': [
      endpoint({ identity: identity({ environment: staging }) }),
      { policy: others, grade: 'elsewhere' },
    ],
  },
  'not-applicable': { 'no list': endpoint() },
  'not-assessed': {
    'an allowed issuer by name, and no path that verifies it': [
      endpoint({ at: { tls: { trust: observed(trust({ pathFound: false, path: [] })) } } }),
      { policy: { allowedIssuers: [digest('intermediate key')] } },
    ],
    'the issuer was not sent': [endpoint({ at: { chain: [leaf()] } }), { policy: others }],
    'never scanned': [neverScanned(), { policy: others }],
  },
})
