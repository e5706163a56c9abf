import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { gradeByEnvironment } from '#lib/checks/environment.ts'
import { fail, mostTold, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { production: 'high', elsewhere: 'medium' } as const

export const humanUseOfCredential = defineIdentityCheck({
  id: 'human-use-of-credential',
  group: 'reuse-and-isolation',
  title: 'Service credential used by people',
  why: "What a person does with a service's credential is written down as the service's doing: nobody is accountable, and the key is on somebody's laptop.",
  fix: "Give the people access of their own (a role in the directory, a short-lived certificate: step ssh or a client certificate with their name), rotate the service's key, keep the new one where people can't read it (SPIRE workload API, KMS), and alert on its use from other hosts.",
  severities,
  environmentWeighed: true,
  ofCertificate: false,
  needs: ['declared'],
  references: [
    {
      label: 'OWASP NHI10:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/10-human-use-of-nhi/',
    },
    { label: 'NIST SP 800-53r5 IA-2', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'owasp-nhi', control: 'NHI10:2025', relation: 'direct', rationale: 'human use of NHI' },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-2',
      relation: 'supporting',
      rationale: 'people authenticate as themselves',
    },
    { framework: 'nist-sp-800-53', control: 'AU-3', relation: 'supporting', rationale: 'records name the actor' },
    { framework: 'nist-csf', control: 'PR.AA-05', relation: 'supporting', rationale: 'separation of duties' },
    { framework: 'nist-csf', control: 'PR.AA-03', relation: 'direct', rationale: 'users authenticate as users' },
  ],
  evaluate: ({ identity }) => {
    if (identity.retiredAt !== null) return notApplicable('the identity is retired')
    const uses = identity.declared?.humanUses
    if (uses === undefined) return notAssessed('whether people use its credential is not on record')
    if (uses.length === 0) return pass({ humanUses: 0 })
    return fail(gradeByEnvironment(identity), { humanUses: uses.slice(0, mostTold) })
  },
})
