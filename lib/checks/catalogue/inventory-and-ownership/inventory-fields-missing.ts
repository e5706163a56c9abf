import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import { dayMs } from '#lib/core/time.ts'

/** A record is made before its endpoints are bound; until then there is nothing to complain of. */
const graceMs = dayMs

const severities = { environment: 'medium', endpoints: 'low' } as const

export const inventoryFieldsMissing = defineIdentityCheck({
  id: 'inventory-fields-missing',
  group: 'inventory-and-ownership',
  title: 'Inventory record incomplete',
  why: 'Severity, policy and reach are judged by these fields: without the environment a production key looks like a test key.',
  fix: 'Set the environment, on the page of the identity, by a rule on the host name or by import, and bind the endpoints that ought to prove this identity (on their page, or by the same rule). An identity that has none by intent is retired, or kept ready on record.',
  severities,
  ofCertificate: false,
  needs: ['inventory'],
  references: [
    { label: 'NIST SP 1800-16', url: 'https://doi.org/10.6028/NIST.SP.1800-16' },
    { label: 'NIST SP 800-53r5 CM-8', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'nist-csf', control: 'ID.AM-02', relation: 'direct', rationale: 'inventories are maintained' },
    {
      framework: 'nist-csf',
      control: 'ID.AM-05',
      relation: 'supporting',
      rationale: 'assets are prioritised by criticality',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'CM-8',
      relation: 'direct',
      rationale: 'required accountability information',
    },
    { framework: 'nist-sp-1800-16', control: 'Vol-B.inventory', relation: 'direct', rationale: 'inventory content' },
    { framework: 'pci-dss', control: '4.2.1.1', relation: 'direct', rationale: 'inventory' },
  ],
  evaluate: ({ identity, endpoints, createdAt }, { now }) => {
    if (identity.retiredAt !== null) return notApplicable('the identity is retired')
    const graceEndsAt = new Date(createdAt.getTime() + graceMs)
    if (endpoints.length === 0 && identity.environment !== null && now < graceEndsAt)
      return notAssessed('no endpoint is bound yet', graceEndsAt)
    const missing = [
      ...(identity.environment === null ? ['environment'] : []),
      ...(endpoints.length === 0 ? ['endpoints'] : []),
    ]
    if (missing.length === 0) return pass({ missing })
    return fail(identity.environment === null ? 'environment' : 'endpoints', { missing })
  },
})
