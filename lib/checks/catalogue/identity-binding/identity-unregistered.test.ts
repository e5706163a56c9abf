import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, neverScanned } from '#lib/testing/facts.ts'
import { identityUnregistered } from './identity-unregistered.ts'

endpointCases(identityUnregistered, {
  pass: { 'bound to an identity': endpoint() },
  fail: {
    'nobody registered, inside': [endpoint({ identity: null }), { grade: 'internal' }],
    'nobody registered, facing the internet': [
      endpoint({ identity: null, internetFacing: true }),
      { grade: 'internet' },
    ],
  },
  'not-applicable': 'every endpoint that presents a certificate ought to prove some identity',
  'not-assessed': { 'never scanned': neverScanned({ identity: null }) },
})
