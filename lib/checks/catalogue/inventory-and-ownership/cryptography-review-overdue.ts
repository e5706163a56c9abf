import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import { dayMs } from '#lib/core/time.ts'

const severities = { due: 'low', overdue: 'medium' } as const

export const cryptographyReviewOverdue = defineIdentityCheck({
  id: 'cryptography-review-overdue',
  group: 'inventory-and-ownership',
  title: 'Cipher and protocol review overdue',
  why: 'Suites and protocols age while nobody looks: a yearly review is what finds the exception that became the rule.',
  fix: 'Make a report over the environment, go through its protocols, suites, keys and exceptions and through the plan for what has to change, and record the review with its date and who made it on the page of the environment.',
  severities,
  ofCertificate: false,
  needs: ['inventory'],
  references: [
    {
      label: 'PCI DSS 4.0.1 requirement 12.3.3',
      url: 'https://www.pcisecuritystandards.org/document_library/',
      note: 'A review stands for its environment and is judged with each identity in it. In the 90 days after its year it is due, then overdue; no review on record is not assessed.',
    },
    { label: 'NIST SP 800-53r5 CA-2', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'pci-dss', control: '12.3.3', relation: 'direct', rationale: 'review at least every 12 months' },
    { framework: 'nist-csf', control: 'GV.OV-03', relation: 'supporting', rationale: 'performance is reviewed' },
    { framework: 'nist-csf', control: 'ID.IM-01', relation: 'supporting', rationale: 'improvements from evaluations' },
    { framework: 'nist-sp-800-53', control: 'CA-2', relation: 'supporting', rationale: 'control assessments' },
    { framework: 'nist-sp-800-53', control: 'RA-3', relation: 'supporting', rationale: 'risk assessment' },
  ],
  evaluate: ({ identity, cryptographyReview }, { now }) => {
    if (identity.retiredAt !== null) return notApplicable('the identity is retired')
    if (identity.environment === null) return notAssessed('the environment of the identity is unknown')
    if (cryptographyReview === undefined || cryptographyReview === null)
      return notAssessed('no review of suites and protocols is on record for its environment')
    const { reviewedAt, reviewer } = cryptographyReview
    const evidence = { reviewedAt: reviewedAt.toISOString(), reviewer, intervalDays }
    const dueAt = new Date(reviewedAt.getTime() + intervalDays * dayMs)
    const overdueAt = new Date(dueAt.getTime() + graceDays * dayMs)
    if (now < dueAt) return pass(evidence, dueAt)
    return now < overdueAt ? fail('due', evidence, overdueAt) : fail('overdue', evidence)
  },
})

const intervalDays = 365
const graceDays = 90
