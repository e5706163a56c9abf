import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { passWhileServed, servedLeaves } from '#lib/checks/served.ts'
import { fail, notApplicable, notAssessed } from '#lib/checks/verdict.ts'

const severities = { served: 'high' } as const

export const isolationProductionIdentityElsewhere = defineEndpointCheck({
  id: 'isolation-production-identity-elsewhere',
  group: 'reuse-and-isolation',
  title: 'Production names or identities on non-production hosts',
  why: "A host outside production that can prove a name of production is a way into production: it is guarded less, and clients can't tell the difference.",
  fix: "Find out which key it is (openssl x509 -noout -fingerprint -sha256 -ext subjectAltName), revoke the certificate, reissue production's with a new key that never leaves production, and give the host here a certificate of its own name from its own CA.",
  severities,
  environmentWeighed: true,
  needs: ['handshake', 'inventory'],
  references: [
    {
      label: 'OWASP NHI8:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/8-environment-isolation/',
    },
    { label: 'NIST CSF 2.0 PR.IR-01', url: 'https://doi.org/10.6028/NIST.CSWP.29' },
  ],
  controls: [
    { framework: 'owasp-nhi', control: 'NHI8:2025', relation: 'direct', rationale: 'environment isolation' },
    { framework: 'nist-csf', control: 'PR.IR-01', relation: 'supporting', rationale: 'environments are protected' },
    { framework: 'nist-csf', control: 'PR.DS-01', relation: 'supporting', rationale: 'keys copied to weaker storage' },
    { framework: 'nist-sp-800-53', control: 'CM-2', relation: 'supporting', rationale: 'separate baselines' },
    { framework: 'nist-sp-800-53', control: 'AC-4', relation: 'supporting', rationale: 'flow enforcement' },
  ],
  evaluate: (facts, context) => {
    const environment = facts.identity?.environment ?? null
    if (environment === null) return notAssessed('the environment of the endpoint is unknown')
    if (environment.production) return notApplicable('the endpoint is in production')
    const leaves = new Set(servedLeaves(facts).map(({ sha256 }) => sha256))
    if (leaves.size === 0) return notAssessed('no certificate seen yet')
    if (facts.borrowedNames === undefined) return notAssessed('nobody compared its names with those of production')
    const borrowed = facts.borrowedNames.filter(({ certificateSha256 }) => leaves.has(certificateSha256))
    const evidence = {
      endpointEnvironment: environment.name,
      identities: borrowed.map(({ name, identity, certificateSha256 }) => ({
        name,
        identity: identity.name,
        environment: identity.environment.name,
        certificateSha256,
      })),
    }
    return borrowed.length > 0 ? fail('served', evidence) : passWhileServed(facts, context, evidence)
  },
})
