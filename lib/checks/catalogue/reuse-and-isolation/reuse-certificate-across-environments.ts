import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { judgeEnvironments } from '#lib/checks/environment-reuse.ts'
import { servedLeaves } from '#lib/checks/served.ts'

const severities = { production: 'critical', elsewhere: 'medium' } as const

export const reuseCertificateAcrossEnvironments = defineEndpointCheck({
  id: 'reuse-certificate-across-environments',
  group: 'reuse-and-isolation',
  reuse: ['environments'],
  title: 'Same certificate in several environments',
  why: 'Whoever gets the key from the weaker environment can pose as the service in the stronger one.',
  fix: 'Issue one certificate per environment, each from its own CA, with keys made where they are used (cert-manager: one issuer per cluster; SPIRE: one trust domain per environment), and revoke the shared one. Look for what copies it: a Secret that is synchronised, an image, a backup that was restored.',
  severities,
  environmentWeighed: true,
  needs: ['handshake', 'inventory'],
  references: [
    {
      label: 'OWASP NHI8:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/8-environment-isolation/',
    },
    { label: 'OWASP NHI9:2025', url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/9-nhi-reuse/' },
    { label: 'NIST SP 800-207 section 2.1 tenet 3', url: 'https://doi.org/10.6028/NIST.SP.800-207' },
  ],
  controls: [
    { framework: 'owasp-nhi', control: 'NHI8:2025', relation: 'direct', rationale: 'reusing NHIs across environments' },
    { framework: 'owasp-nhi', control: 'NHI9:2025', relation: 'direct', rationale: 'NHI reuse' },
    {
      framework: 'nist-csf',
      control: 'PR.IR-01',
      relation: 'supporting',
      rationale: 'networks and environments are protected (takes in CSF 1.1 PR.DS-7)',
    },
    { framework: 'nist-csf', control: 'PR.AA-02', relation: 'direct', rationale: 'identity bound to its context' },
    { framework: 'nist-sp-800-53', control: 'CM-2', relation: 'supporting', rationale: 'separate baselines' },
    { framework: 'nist-sp-800-53', control: 'SC-32', relation: 'supporting', rationale: 'system partitioning' },
    { framework: 'nist-sp-800-53', control: 'SC-12', relation: 'direct', rationale: 'key scope' },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-3',
      relation: 'supporting',
      rationale: 'access per resource and session',
    },
  ],
  evaluate: (facts, context) => {
    const leaves = new Set(servedLeaves(facts).map(({ sha256 }) => sha256))
    return judgeEnvironments(
      facts,
      context,
      leaves.size > 0,
      facts.sharedUses.filter((use) => leaves.has(use.certificateSha256)),
    )
  },
})
