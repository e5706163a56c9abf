import { defineIdentityCheck } from '#lib/checks/contract.ts'
import type { ExceptionFact } from '#lib/checks/facts.ts'
import { fail, mostTold, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { grave: 'high', other: 'low' } as const

const id = 'exception-expired'

export const exceptionExpired = defineIdentityCheck({
  id,
  group: 'inventory-and-ownership',
  title: 'Accepted risk has run out and nobody decided anew',
  why: 'A risk that was accepted until a date is nobody’s once the date has passed: it stands as if it had been accepted for ever.',
  fix: 'Open each finding that the evidence names, and fix it; or accept it again with a reason, an approver and a new date, not later than its certificate ends. What has to stay for good belongs into the policy, where a version says who decided it.',
  severities,
  ofCertificate: false,
  needs: ['history'],
  references: [
    { label: 'NIST CSF 2.0 ID.RA-07', url: 'https://doi.org/10.6028/NIST.CSWP.29' },
    { label: 'NIST SP 800-53r5 RA-7', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'nist-csf',
      control: 'ID.RA-07',
      relation: 'direct',
      rationale: 'exceptions are managed, assessed and tracked',
    },
    { framework: 'nist-csf', control: 'ID.RA-06', relation: 'supporting', rationale: 'risk responses are tracked' },
    { framework: 'nist-sp-800-53', control: 'RA-7', relation: 'supporting', rationale: 'risk response' },
    {
      framework: 'nist-sp-800-53',
      control: 'CA-5',
      relation: 'supporting',
      rationale: 'plan of action and milestones',
    },
  ],
  evaluate: ({ exceptions }, { now }) => {
    if (exceptions === undefined) return notAssessed('nobody looked up what was accepted')
    // To accept this finding itself is no way around it.
    const judged = exceptions.filter(({ checkId }) => checkId !== id)
    if (judged.length === 0) return notApplicable('no risk is accepted')
    const expired = judged.filter(({ endsAt }) => endsAt === null || endsAt <= now)
    const next = nextEnd(judged, now)
    const evidence = { exceptions: judged.length, expired: expired.slice(0, mostTold).map(tell) }
    if (expired.length === 0) return pass(evidence, next)
    const grave = expired.some(({ severity }) => severity === 'high' || severity === 'critical')
    return grave ? fail('grave', evidence, next) : fail('other', evidence, next)
  },
})

function tell({ findingId, checkId, severity, endsAt, acceptedBy }: ExceptionFact) {
  return { findingId, checkId, severity, expiresAt: endsAt?.toISOString() ?? null, owner: acceptedBy }
}

function nextEnd(exceptions: readonly ExceptionFact[], now: Date): Date | null {
  const ends = exceptions.flatMap(({ endsAt }) => (endsAt !== null && endsAt > now ? [endsAt.getTime()] : []))
  return ends.length === 0 ? null : new Date(Math.min(...ends))
}
