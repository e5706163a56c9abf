import { endpointCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, identity, neverScanned, sharedUse } from '#lib/testing/facts.ts'
import { reuseKeyAcrossIdentities } from './reuse-key-across-identities.ts'

const sibling = { certificateSha256: digest('sibling') }

endpointCases(reuseKeyAcrossIdentities, {
  pass: {
    'nobody else has the key': endpoint(),
    'the same identity renewed': endpoint({ sharedUses: [sharedUse({ ...sibling, identity: identity() })] }),
  },
  fail: {
    'another identity of the same owner': [endpoint({ sharedUses: [sharedUse(sibling)] }), { grade: 'identities' }],
    'another owner': [
      endpoint({
        sharedUses: [sharedUse({ ...sibling, identity: identity({ id: 'identity-2', owner: 'team-orders' }) })],
      }),
      { grade: 'owners' },
    ],
  },
  'not-applicable': { 'no identity here': endpoint({ identity: null, sharedUses: [sharedUse(sibling)] }) },
  'not-assessed': {
    'the other endpoint has no identity': endpoint({ sharedUses: [sharedUse({ ...sibling, identity: null })] }),
    'never scanned': neverScanned(),
  },
})
