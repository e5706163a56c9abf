import { endpointCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, identity, neverScanned, sharedUse, staging } from '#lib/testing/facts.ts'
import { reuseKeyAcrossEnvironments } from './reuse-key-across-environments.ts'

const renewed = { certificateSha256: digest('sibling') }
const stagingUse = sharedUse({ ...renewed, identity: identity({ id: 'identity-2', environment: staging }) })

endpointCases(reuseKeyAcrossEnvironments, {
  pass: {
    'nobody else has the key': endpoint(),
    'twice in one environment': endpoint({ sharedUses: [sharedUse(renewed)] }),
    'the same certificate, which is another finding': endpoint({
      sharedUses: [{ ...stagingUse, certificateSha256: digest('leaf') }],
    }),
  },
  fail: {
    'production and staging': [endpoint({ sharedUses: [stagingUse] }), { grade: 'production' }],
    'two that are not production': [
      endpoint({
        identity: identity({ environment: staging }),
        sharedUses: [
          sharedUse({
            ...renewed,
            identity: identity({ environment: { id: 'env-dev', name: 'dev', production: false } }),
          }),
        ],
      }),
      { grade: 'elsewhere' },
    ],
  },
  'not-applicable': { 'its own environment is unknown': endpoint({ identity: null, sharedUses: [stagingUse] }) },
  'not-assessed': {
    'the other environment is unknown': endpoint({ sharedUses: [sharedUse({ ...renewed, identity: null })] }),
    'never scanned': neverScanned(),
  },
})
