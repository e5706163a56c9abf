import { identityCases } from '#lib/testing/check-cases.ts'
import { identity, identityFacts, inDays, staging } from '#lib/testing/facts.ts'
import { humanUseOfCredential } from './human-use-of-credential.ts'

const humanUses = [{ actor: 'r.meyer', host: 'laptop-17' }]

identityCases(humanUseOfCredential, {
  pass: { 'looked for, and nobody': identityFacts({ identity: identity({ declared: { humanUses: [] } }) }) },
  fail: {
    'in production': [identityFacts({ identity: identity({ declared: { humanUses } }) }), { grade: 'production' }],
    'in staging': [
      identityFacts({ identity: identity({ environment: staging, declared: { humanUses } }) }),
      { grade: 'elsewhere' },
    ],
  },
  'not-applicable': {
    retired: identityFacts({ identity: identity({ retiredAt: new Date(inDays(-1)), declared: { humanUses } }) }),
  },
  'not-assessed': { 'nothing on record': identityFacts() },
})
