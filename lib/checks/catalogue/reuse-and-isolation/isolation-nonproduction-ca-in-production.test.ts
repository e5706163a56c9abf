import { observed } from '#lib/core/observed.ts'
import { anchor, storeOf } from '#lib/testing/anchor-facts.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import {
  digest,
  endpoint,
  identity,
  neverScanned,
  privateStore,
  production,
  publicStore,
  publicTrust,
  staging,
  trust,
} from '#lib/testing/facts.ts'
import { isolationNonproductionCaInProduction } from './isolation-nonproduction-ca-in-production.ts'

const stagingIdentity = identity({ environment: staging })
const under = (environments: Parameters<typeof anchor>[0], owner = identity()) =>
  endpoint({ identity: owner, store: storeOf(anchor(environments)) })
const span = { validFrom: '2026-01-01T00:00:00Z', validUntil: '2027-01-01T00:00:00Z', distrustedFrom: null, notes: [] }
const twoPaths = {
  paths: ['root', 'second root'].map((root) => ({ sha256: [digest('leaf'), digest(root)], ...span })),
  refused: [],
  exhausted: false,
}

endpointCases(isolationNonproductionCaInProduction, {
  pass: {
    "production's own root": under({}),
    "staging's own root": under({ environments: [staging] }, stagingIdentity),
    "another path to production's own root": endpoint({
      store: storeOf(
        anchor({ environments: [staging] }),
        anchor({ sha256: digest('second root'), environments: [production] }),
      ),
      at: { tls: { trust: observed(trust({ verdict: twoPaths })) } },
    }),
  },
  fail: {
    "production under staging's root": [under({ environments: [staging] }), { grade: 'nonproduction' }],
    'one root for both': [under({ environments: [production, staging] }), { grade: 'shared' }],
    "staging under production's root": [under({}, stagingIdentity), { grade: 'reverse' }],
  },
  'not-applicable': {
    'no identity': endpoint({ identity: null }),
    'public roots': endpoint({ store: publicStore, at: { tls: { trust: observed(publicTrust()) } } }),
    'an anchor of no environment': under({ environments: [] }),
    'no path': endpoint({ at: { tls: { trust: observed(trust({ pathFound: false, path: [] })) } } }),
  },
  'not-assessed': {
    'the environment is unknown': under({}, identity({ environment: null })),
    'another version of the store': endpoint({ store: { ...privateStore, version: 'v2' } }),
    'never scanned': neverScanned(),
  },
})
