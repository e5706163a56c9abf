import { identityCases } from '#lib/testing/check-cases.ts'
import { identity, identityFacts, spiffeIdentity } from '#lib/testing/facts.ts'
import { caaNotRestrictive } from './caa-not-restrictive.ts'

const answered = (allowsIssuersInUse: boolean | null) =>
  identityFacts({ caa: { domain: 'example.com', issuers: ['ca.example'], allowsIssuersInUse } })

identityCases(caaNotRestrictive, {
  pass: { 'the issuers in use alone': answered(true) },
  fail: {
    'another issuer is in use': [answered(false), { grade: 'mismatch' }],
    'no record up to the top': [
      identityFacts({ caa: { domain: null, issuers: [], allowsIssuersInUse: null } }),
      { grade: 'missing' },
    ],
  },
  'not-applicable': {
    'a SPIFFE ID': identityFacts({ identity: spiffeIdentity() }),
    'a private name': identityFacts({ identity: identity({ name: 'payments.internal' }) }),
    'an address': identityFacts({ identity: identity({ name: '192.0.2.1' }) }),
  },
  'not-assessed': { 'nobody asked DNS': identityFacts(), 'an issuer without a known name': answered(null) },
})
