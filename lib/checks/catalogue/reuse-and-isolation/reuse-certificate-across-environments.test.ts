import { endpointCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, identity, neverScanned, sharedUse, staging } from '#lib/testing/facts.ts'
import { reuseCertificateAcrossEnvironments } from './reuse-certificate-across-environments.ts'

const stagingUse = sharedUse({ identity: identity({ id: 'identity-2', environment: staging }) })

endpointCases(reuseCertificateAcrossEnvironments, {
  pass: {
    'served here alone': endpoint(),
    'twice in one environment': endpoint({ sharedUses: [sharedUse()] }),
    'the key alone is shared': endpoint({ sharedUses: [{ ...stagingUse, certificateSha256: digest('other') }] }),
  },
  fail: {
    'production and staging': [endpoint({ sharedUses: [stagingUse] }), { grade: 'production' }],
    'two that are not production': [
      endpoint({
        identity: identity({ environment: staging }),
        sharedUses: [
          sharedUse({ identity: identity({ environment: { id: 'env-dev', name: 'dev', production: false } }) }),
        ],
      }),
      { grade: 'elsewhere' },
    ],
  },
  'not-applicable': { 'its own environment is unknown': endpoint({ identity: null, sharedUses: [stagingUse] }) },
  'not-assessed': {
    'the other environment is unknown': endpoint({ sharedUses: [sharedUse({ identity: null })] }),
    'never scanned': neverScanned(),
  },
})
