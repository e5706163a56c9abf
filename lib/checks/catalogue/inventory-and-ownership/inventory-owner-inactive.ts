import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { inactive: 'high' } as const

export const inventoryOwnerInactive = defineIdentityCheck({
  id: 'inventory-owner-inactive',
  group: 'inventory-and-ownership',
  title: 'Owner has left or is disabled',
  why: 'An owner who has left answers no alert, renews nothing and may still hold a copy of the key.',
  fix: 'Give the identity to somebody who is there (on its page, or by a rule of ownership for all of the same owner), and rotate the key: the one who left may have it.',
  severities,
  ofCertificate: false,
  needs: ['inventory'],
  references: [
    {
      label: 'OWASP NHI1:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/1-improper-offboarding/',
      note: 'Where no directory of owners is imported, or it does not know the owner, nothing is known of him: not assessed, rather than not applicable.',
    },
    { label: 'NIST SP 800-53r5 PS-4', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'owasp-nhi',
      control: 'NHI1:2025',
      relation: 'direct',
      rationale: 'original owners leave and NHIs stay',
    },
    { framework: 'nist-sp-800-53', control: 'PS-4', relation: 'supporting', rationale: 'termination procedures' },
    { framework: 'nist-sp-800-53', control: 'PS-5', relation: 'supporting', rationale: 'transfer procedures' },
    { framework: 'nist-sp-800-53', control: 'CM-8(4)', relation: 'direct', rationale: 'accountability' },
    { framework: 'nist-csf', control: 'GV.RR-02', relation: 'supporting', rationale: 'responsibilities' },
    { framework: 'nist-csf', control: 'PR.AA-01', relation: 'direct', rationale: 'identities are managed' },
  ],
  evaluate: ({ identity, ownerRecord }) => {
    if (identity.retiredAt !== null) return notApplicable('the identity is retired')
    const { owner } = identity
    if (owner === null || owner.trim() === '') return notApplicable('no owner is on record')
    if (ownerRecord === undefined) return notAssessed('no directory of owners was imported')
    if (ownerRecord === null) return notAssessed('the directory of owners does not know the owner')
    const { active, since, source } = ownerRecord
    const evidence = { owner, ownerStatus: active ? 'active' : 'inactive', since: since?.toISOString() ?? null, source }
    return active ? pass(evidence) : fail('inactive', evidence)
  },
})
