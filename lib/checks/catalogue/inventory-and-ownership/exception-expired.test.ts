import type { ExceptionFact } from '#lib/checks/facts.ts'
import { identityCases } from '#lib/testing/check-cases.ts'
import { identityFacts, inDays } from '#lib/testing/facts.ts'
import { exceptionExpired } from './exception-expired.ts'

const accepted = (days: number | null, change: Partial<ExceptionFact> = {}): ExceptionFact => ({
  findingId: `finding ${days}`,
  checkId: 'some-check',
  severity: 'medium',
  endsAt: days === null ? null : new Date(inDays(days)),
  acceptedBy: 'Olga',
  ...change,
})
const having = (...exceptions: readonly ExceptionFact[]) => identityFacts({ exceptions })

identityCases(exceptionExpired, {
  pass: {
    'until the first one ends': [having(accepted(10), accepted(3)), { changesAt: inDays(3) }],
  },
  fail: {
    'ran out, of low weight': [having(accepted(-1), accepted(3)), { grade: 'other', changesAt: inDays(3) }],
    'ran out, of high weight': [having(accepted(-1), accepted(-1, { severity: 'high' })), { grade: 'grave' }],
    'the last instant is over': [having(accepted(0)), { grade: 'other' }],
    'without an end': [having(accepted(null)), { grade: 'other' }],
  },
  'not-applicable': {
    'nothing is accepted': having(),
    'only its own finding': having(accepted(-1, { checkId: exceptionExpired.id })),
  },
  'not-assessed': { 'nobody looked': identityFacts() },
})
