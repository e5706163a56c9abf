import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { judgeEnvironments } from '#lib/checks/environment-reuse.ts'
import { servedLeaves } from '#lib/checks/served.ts'

const severities = { production: 'critical', elsewhere: 'high' } as const

export const reuseKeyAcrossEnvironments = defineEndpointCheck({
  id: 'reuse-key-across-environments',
  group: 'reuse-and-isolation',
  reuse: ['environments'],
  // Whoever holds the other environment's key can answer here.
  rung: 'bound',
  rungRole: 'breaks',
  title: 'Same key behind certificates of several environments',
  why: 'Different certificates hide that one key opens several environments: stolen in one, it is stolen in all.',
  fix: 'Make a new key in each environment, where it is used (openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256; cert-manager: rotationPolicy: Always), reissue and revoke the shared one. Never copy keys between hosts: look for the image, the playbook or the backup that does.',
  severities,
  environmentWeighed: true,
  needs: ['handshake', 'inventory'],
  references: [
    {
      label: 'OWASP NHI8:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/8-environment-isolation/',
    },
    { label: 'OWASP NHI9:2025', url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/9-nhi-reuse/' },
    { label: 'NIST SP 800-53r5 SC-12', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'owasp-nhi', control: 'NHI8:2025', relation: 'direct', rationale: 'environment isolation' },
    { framework: 'owasp-nhi', control: 'NHI9:2025', relation: 'direct', rationale: 'reuse' },
    { framework: 'nist-sp-800-53', control: 'SC-12', relation: 'direct', rationale: 'key scope' },
    { framework: 'nist-sp-800-53', control: 'SC-12(3)', relation: 'direct', rationale: 'asymmetric key control' },
    { framework: 'nist-csf', control: 'PR.IR-01', relation: 'supporting', rationale: 'environments are protected' },
    { framework: 'nist-csf', control: 'PR.AA-02', relation: 'direct', rationale: 'binding to context' },
  ],
  evaluate: (facts, context) => {
    const leaves = servedLeaves(facts)
    // The same certificate elsewhere is another finding.
    const uses = facts.sharedUses.filter(
      (use) =>
        leaves.some(({ spkiSha256 }) => spkiSha256 === use.spkiSha256) &&
        !leaves.some(({ sha256 }) => sha256 === use.certificateSha256),
    )
    return judgeEnvironments(facts, context, leaves.length > 0, uses)
  },
})
