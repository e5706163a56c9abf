import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { fail, mostTold, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { critical: 'high', other: 'medium' } as const

export const inventoryScopeExceedsUse = defineIdentityCheck({
  id: 'inventory-scope-exceeds-use',
  group: 'inventory-and-ownership',
  title: 'Identity may reach more than it uses',
  why: 'Each right that is not used is one that only a thief would use.',
  fix: 'Take the unused names out of what accepts it (Istio: AuthorizationPolicy principals; Envoy: RBAC policy principals; nginx: the map of allowed client names; PostgreSQL: pg_ident.conf and REVOKE), leave each for a week in log-only mode first where the product can, and record what is left.',
  severities,
  ofCertificate: false,
  needs: ['inventory', 'declared'],
  references: [
    {
      label: 'OWASP NHI5:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/5-overprivileged-nhi/',
      note: 'Each grant without a use counts. Where either list is missing there is nothing to compare.',
    },
    { label: 'NIST SP 800-53r5 AC-6', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'owasp-nhi', control: 'NHI5:2025', relation: 'direct', rationale: 'overprivileged NHI' },
    { framework: 'nist-sp-800-53', control: 'AC-6', relation: 'supporting', rationale: 'least privilege' },
    { framework: 'nist-csf', control: 'PR.AA-05', relation: 'supporting', rationale: 'least privilege is reviewed' },
    { framework: 'nist-sp-800-207', control: 'tenet-4', relation: 'supporting', rationale: 'policy by need' },
    { framework: 'nist-sp-800-207', control: 'tenet-3', relation: 'supporting', rationale: 'per-session access' },
  ],
  evaluate: ({ identity, criticalUnusedGrants }) => {
    if (identity.retiredAt !== null) return notApplicable('the identity is retired')
    const { granted, used } = identity.declared ?? {}
    if (granted === undefined || used === undefined)
      return notAssessed('what it may call and what it calls is not on record')
    const inUse = new Set(used)
    const unused = granted.filter((name) => !inUse.has(name))
    const evidence = { granted: granted.length, used: used.length, unused: unused.slice(0, mostTold) }
    if (unused.length === 0) return pass(evidence)
    const critical = (criticalUnusedGrants ?? []).slice(0, mostTold)
    return critical.length > 0 ? fail('critical', { ...evidence, critical }) : fail('other', evidence)
  },
})
