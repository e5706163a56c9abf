import { failed, observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import {
  digest,
  endpoint,
  identity,
  neverScanned,
  privateStore,
  publicStore,
  refusedTrust,
  staging,
  trust,
} from '#lib/testing/facts.ts'
import { chainUntrustedAnchor } from './chain-untrusted-anchor.ts'

const leafHash = digest('leaf')
const refusing = (refused: Parameters<typeof refusedTrust>[0]) =>
  endpoint({ at: { tls: { trust: observed(refusedTrust(refused)) } } })

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
    'a key of the only path is distrusted': [
      endpoint({ at: { tls: { trust: observed(trust({ pathFound: false, error: 'distrusted', path: [] })) } } }),
      { grade: 'production' },
    ],
    'a dead end, beside a namesake of the issuer that did not sign': [
      refusing([
        { sha256: [leafHash, digest('root')], reason: 'signature-mismatch' },
        { sha256: [leafHash, digest('stranger')], reason: 'self-signed-not-anchor' },
      ]),
      { grade: 'production' },
    ],
  },
  'not-applicable': {
    'an anchor is reached by a path that breaks a rule': refusing([
      { sha256: [leafHash, digest('root')], reason: 'name-excluded' },
      { sha256: [leafHash, digest('stranger')], reason: 'no-path-to-anchor' },
    ]),
  },
  'not-assessed': {
    'no store': endpoint({ store: null }),
    'another store since the scan': endpoint({ store: publicStore }),
    'another version of the store since the scan': endpoint({ store: { ...privateStore, version: 'v2' } }),
    'the engine did not judge': endpoint({ at: { tls: { trust: failed('no-chain') } } }),
    'never scanned': neverScanned(),
  },
})
