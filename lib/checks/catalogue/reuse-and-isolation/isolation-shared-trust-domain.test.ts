import { identityCases } from '#lib/testing/check-cases.ts'
import { identityFacts, production, spiffeIdentity, staging } from '#lib/testing/facts.ts'
import { isolationSharedTrustDomain } from './isolation-shared-trust-domain.ts'

const spiffe = (environment: typeof production | null, trustDomainEnvironments: (typeof production)[]) =>
  identityFacts({ identity: spiffeIdentity({ environment }), trustDomainEnvironments })

identityCases(isolationSharedTrustDomain, {
  pass: { 'one environment': spiffe(production, []) },
  fail: {
    'production and staging': [spiffe(production, [staging]), { grade: 'production' }],
    'two that are not production': [
      spiffe(staging, [{ id: 'env-dev', name: 'dev', production: false }]),
      { grade: 'elsewhere' },
    ],
  },
  'not-applicable': { 'a DNS identity': identityFacts() },
  'not-assessed': { 'environment unknown': spiffe(null, [staging]) },
})
