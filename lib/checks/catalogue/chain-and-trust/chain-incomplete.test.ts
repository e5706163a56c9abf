import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, intermediate, leaf, neverScanned, trust } from '#lib/testing/facts.ts'
import { chainIncomplete } from './chain-incomplete.ts'

const noPath = {
  tls: { trust: observed(trust({ pathFound: false, error: 'no-path-to-anchor', path: [] })) },
}

endpointCases(chainIncomplete, {
  pass: {
    'a path from what was sent': endpoint(),
    'complete up to a root that nobody trusts': endpoint({
      at: { ...noPath, chain: [leaf(), intermediate({ selfSigned: true })] },
    }),
  },
  fail: {
    'the leaf alone': [endpoint({ at: { ...noPath, chain: [leaf()] } }), { grade: 'incomplete' }],
    'a chain that does not fit the leaf': [
      endpoint({ at: { ...noPath, chain: [leaf(), intermediate({ subjectNameSha256: digest('stranger') })] } }),
      { grade: 'incomplete' },
    ],
  },
  'not-applicable': 'every leaf needs a path',
  'not-assessed': {
    'unknown above an intermediate': endpoint({ at: noPath }),
    'no store': endpoint({ store: null }),
    'never scanned': neverScanned(),
  },
})
