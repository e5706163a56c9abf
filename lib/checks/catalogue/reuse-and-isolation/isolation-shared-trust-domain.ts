import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { production: 'high', elsewhere: 'low' } as const

export const isolationSharedTrustDomain = defineIdentityCheck({
  id: 'isolation-shared-trust-domain',
  group: 'reuse-and-isolation',
  title: 'One SPIFFE trust domain spans environments',
  why: 'Inside a trust domain every workload is vouched for by the same root: what is let in while testing can mint and present identities of production.',
  fix: 'Give each environment a trust domain of its own (SPIRE: trust_domain in server.conf and agent.conf; Istio: meshConfig.trustDomain), move the workloads environment by environment, and federate the domains where they really must talk (spire-server bundle set; entries with -federatesWith).',
  severities,
  environmentWeighed: true,
  ofCertificate: false,
  needs: ['inventory'],
  references: [
    { label: 'SPIFFE SPIFFE-ID section 2.1', url: 'https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md' },
    {
      label: 'OWASP NHI8:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/8-environment-isolation/',
    },
    { label: 'NIST SP 800-207 section 2.1 tenet 4', url: 'https://doi.org/10.6028/NIST.SP.800-207' },
  ],
  controls: [
    {
      framework: 'spiffe',
      control: 'SPIFFE-ID §2.1',
      relation: 'direct',
      rationale: 'the trust domain is the trust root',
    },
    { framework: 'owasp-nhi', control: 'NHI8:2025', relation: 'direct', rationale: 'environment isolation' },
    { framework: 'nist-sp-800-53', control: 'SC-32', relation: 'supporting', rationale: 'partitioning' },
    { framework: 'nist-csf', control: 'PR.IR-01', relation: 'supporting', rationale: 'environments are protected' },
    { framework: 'nist-sp-800-207', control: 'tenet-4', relation: 'supporting', rationale: 'policy by context' },
  ],
  evaluate: ({ identity, trustDomainEnvironments }) => {
    if (identity.kind !== 'spiffe') return notApplicable('not a SPIFFE identity')
    const { environment } = identity
    if (environment === null) return notAssessed('the environment of the identity is unknown')
    const others = trustDomainEnvironments.filter(({ id }) => id !== environment.id)
    const evidence = { environment: environment.name, usedAlsoIn: others.map(({ name }) => name) }
    if (others.length === 0) return pass(evidence)
    return fail(
      environment.production || others.some(({ production }) => production) ? 'production' : 'elsewhere',
      evidence,
    )
  },
})
