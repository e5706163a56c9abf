import { endpointCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, identity, inDays, neverScanned, production, staging } from '#lib/testing/facts.ts'
import { isolationProductionIdentityElsewhere } from './isolation-production-identity-elsewhere.ts'

const inStaging = identity({ environment: staging })
const borrowed = {
  certificateSha256: digest('leaf'),
  name: 'payments.example.com',
  identity: { id: 'identity-2', name: 'payments.example.com', environment: production },
}

endpointCases(isolationProductionIdentityElsewhere, {
  pass: {
    'names of its own': endpoint({ identity: inStaging, borrowedNames: [] }),
    'a certificate that is gone': endpoint({
      identity: inStaging,
      borrowedNames: [{ ...borrowed, certificateSha256: digest('earlier') }],
    }),
  },
  fail: {
    "production's name in staging": [endpoint({ identity: inStaging, borrowedNames: [borrowed] }), { grade: 'served' }],
  },
  'not-applicable': { 'in production': endpoint({ borrowedNames: [borrowed] }) },
  'not-assessed': {
    'no identity': endpoint({ identity: null }),
    'nobody compared': endpoint({ identity: inStaging }),
    'never scanned': neverScanned({ identity: inStaging, borrowedNames: [] }),
    'not seen of late': endpoint({
      identity: inStaging,
      borrowedNames: [],
      at: { lastSeenAt: new Date(inDays(-9)) },
    }),
  },
})
