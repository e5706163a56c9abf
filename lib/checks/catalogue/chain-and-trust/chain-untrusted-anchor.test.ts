import { failed, observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, identity, neverScanned, privateStore, publicStore, staging, trust } from '#lib/testing/facts.ts'
import { chainUntrustedAnchor } from './chain-untrusted-anchor.ts'

endpointCases(chainUntrustedAnchor, {
  pass: {
    'a path to the store': endpoint(),
    'an expired certificate on a sound path': endpoint({
      at: { tls: { trust: observed(trust({ error: 'expired' })) } },
    }),
  },
  fail: {
    'no path, in production': [
      endpoint({
        at: { tls: { trust: observed(trust({ pathFound: false, error: 'self-signed-not-anchor', path: [] })) } },
      }),
      { grade: 'production' },
    ],
    'no path, in staging': [
      endpoint({
        identity: identity({ environment: staging }),
        at: { tls: { trust: observed(trust({ pathFound: false, error: 'self-signed-not-anchor', path: [] })) } },
      }),
      { grade: 'elsewhere' },
    ],
    'a path that breaks its constraints': [
      endpoint({ at: { tls: { trust: observed(trust({ error: 'PERMITTED_VIOLATION' })) } } }),
      { grade: 'production' },
    ],
  },
  'not-applicable': 'every served chain has to lead somewhere',
  'not-assessed': {
    'no store': endpoint({ store: null }),
    'another store since the scan': endpoint({ store: publicStore }),
    'another version of the store since the scan': endpoint({ store: { ...privateStore, version: 'v2' } }),
    'the engine did not judge': endpoint({ at: { tls: { trust: failed('no-chain') } } }),
    'never scanned': neverScanned(),
  },
})
