import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { inProduction } from '#lib/checks/environment.ts'
import { fail, notApplicable, pass } from '#lib/checks/verdict.ts'

const severities = { exposed: 'high', other: 'medium' } as const

export const inventoryOwnerMissing = defineIdentityCheck({
  id: 'inventory-owner-missing',
  group: 'inventory-and-ownership',
  title: 'No owner on record',
  why: 'When this identity fails or is stolen, nobody knows whom to call, and nobody rotates what nobody owns.',
  fix: 'Assign a team with a contact: on the page of the identity, by a rule of ownership on its name for many at once, or by an import of owners. Take the team that gets the alerts, not the person who made it.',
  severities,
  environmentWeighed: true,
  ofCertificate: false,
  needs: ['inventory'],
  references: [
    { label: 'NIST SP 1800-16', url: 'https://doi.org/10.6028/NIST.SP.1800-16' },
    {
      label: 'OWASP NHI1:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/1-improper-offboarding/',
    },
    { label: 'NIST SP 800-53r5 CM-8(4)', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'nist-csf',
      control: 'GV.RR-02',
      relation: 'supporting',
      rationale: 'roles and responsibilities are established',
    },
    {
      framework: 'nist-csf',
      control: 'ID.AM-08',
      relation: 'supporting',
      rationale: 'assets are managed through life',
    },
    { framework: 'nist-sp-800-53', control: 'CM-8(4)', relation: 'direct', rationale: 'accountability information' },
    {
      framework: 'nist-sp-800-53',
      control: 'AC-2',
      relation: 'supporting',
      rationale: 'account managers are assigned',
    },
    {
      framework: 'nist-sp-1800-16',
      control: 'Vol-B.ownership',
      relation: 'direct',
      rationale: 'assign and track owners',
    },
    { framework: 'owasp-nhi', control: 'NHI1:2025', relation: 'direct', rationale: 'orphans cannot be offboarded' },
    {
      framework: 'pci-dss',
      control: '4.2.1.1',
      relation: 'direct',
      rationale: 'inventory of trusted keys and certificates',
    },
  ],
  evaluate: ({ identity }) => {
    if (identity.retiredAt !== null) return notApplicable('the identity is retired')
    if (identity.owner !== null && identity.owner.trim() !== '') return pass({ owner: identity.owner })
    return fail(inProduction(identity) || identity.criticality === 'critical' ? 'exposed' : 'other', { owner: null })
  },
})
