import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { gradeByEnvironment } from '#lib/checks/environment.ts'
import { fail, notApplicable, pass } from '#lib/checks/verdict.ts'
import { dayMs } from '#lib/core/time.ts'

const severities = { production: 'high', elsewhere: 'medium', contract: 'low' } as const

export const inventoryThirdPartyUnreviewed = defineIdentityCheck({
  id: 'inventory-third-party-unreviewed',
  group: 'inventory-and-ownership',
  title: 'Third-party identity or endpoint without review',
  why: 'An identity that somebody else runs is as safe as they are: without a review nobody knows who there holds the key.',
  fix: 'Ask the vendor where the key is kept, who can use it and how it is rotated; restrict what the identity may call by its name (not by its issuer), agree on an end date, and record the review with the contract on the page of the identity.',
  severities,
  environmentWeighed: true,
  ofCertificate: false,
  needs: ['declared'],
  references: [
    {
      label: 'OWASP NHI3:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/3-vulnerable-third-party-nhi/',
      note: 'A review counts for 365 days. A review without a reference to the contract is a lesser gap of its own.',
    },
    { label: 'NIST SP 800-53r5 SA-9', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'owasp-nhi', control: 'NHI3:2025', relation: 'direct', rationale: 'vulnerable third-party NHI' },
    {
      framework: 'nist-csf',
      control: 'GV.SC-07',
      relation: 'supporting',
      rationale: 'supplier risk is assessed and monitored',
    },
    { framework: 'nist-csf', control: 'ID.AM-04', relation: 'direct', rationale: 'supplier services are inventoried' },
    { framework: 'nist-sp-800-53', control: 'SA-9', relation: 'supporting', rationale: 'external services' },
    { framework: 'nist-sp-800-53', control: 'SR-6', relation: 'supporting', rationale: 'supplier assessments' },
    { framework: 'nist-sp-800-53', control: 'AC-20', relation: 'supporting', rationale: 'use of external systems' },
  ],
  evaluate: ({ identity }, { now }) => {
    if (identity.retiredAt !== null) return notApplicable('the identity is retired')
    const party = identity.declared?.thirdParty
    if (party === undefined) return notApplicable('not on record as run by somebody else')
    const reviewedAt = party.reviewedAt === undefined ? null : new Date(party.reviewedAt)
    const dueAt = reviewedAt === null ? null : new Date(reviewedAt.getTime() + intervalDays * dayMs)
    const evidence = {
      vendor: party.vendor,
      reviewedAt: reviewedAt?.toISOString() ?? null,
      contract: party.contract ?? null,
      intervalDays,
    }
    if (dueAt === null || dueAt <= now) return fail(gradeByEnvironment(identity), evidence)
    return party.contract === undefined ? fail('contract', evidence, dueAt) : pass(evidence, dueAt)
  },
})

const intervalDays = 365
