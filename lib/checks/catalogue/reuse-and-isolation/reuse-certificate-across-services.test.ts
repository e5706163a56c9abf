import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, identity, neverScanned, sharedUse } from '#lib/testing/facts.ts'
import { reuseCertificateAcrossServices } from './reuse-certificate-across-services.ts'

endpointCases(reuseCertificateAcrossServices, {
  pass: {
    'served here alone': endpoint(),
    'again by the same identity': endpoint({ sharedUses: [sharedUse({ identity: identity() })] }),
  },
  fail: {
    'another service of the same owner': [endpoint({ sharedUses: [sharedUse()] }), { grade: 'services' }],
    'another owner': [
      endpoint({ sharedUses: [sharedUse({ identity: identity({ id: 'identity-2', owner: 'team-orders' }) })] }),
      { grade: 'owners' },
    ],
  },
  'not-applicable': { 'no identity here': endpoint({ identity: null, sharedUses: [sharedUse()] }) },
  'not-assessed': {
    'the other endpoint has no identity': endpoint({ sharedUses: [sharedUse({ identity: null })] }),
    'never scanned': neverScanned(),
  },
})
