import { identityCases } from '#lib/testing/check-cases.ts'
import { identity, identityFacts, staging } from '#lib/testing/facts.ts'
import { clientVerificationDisabled } from './client-verification-disabled.ts'

const one = (verification: 'full' | 'chain-only' | 'none') => ({ name: 'checkout', verification })
const clients = (...verifications: readonly ('full' | 'chain-only' | 'none')[]) =>
  identityFacts({ identity: identity({ declared: { clients: verifications.map(one) } }) })

identityCases(clientVerificationDisabled, {
  pass: { 'all verify in full': clients('full', 'full') },
  fail: {
    'one verifies nothing': [clients('full', 'none', 'chain-only'), { grade: 'production' }],
    'in staging': [
      identityFacts({ identity: identity({ environment: staging, declared: { clients: [one('none')] } }) }),
      { grade: 'elsewhere' },
    ],
    'one leaves out the name': [clients('full', 'chain-only'), { grade: 'name-unchecked' }],
  },
  'not-applicable': { 'no client': clients() },
  'not-assessed': { 'nothing on record': identityFacts() },
})
