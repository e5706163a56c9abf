import type { verdictOutcomes } from '#lib/data/compliance/filter.ts'

export const outcomeWords: Readonly<Record<(typeof verdictOutcomes)[number], string>> = {
  fail: 'Fail',
  'not-assessed': 'Not assessed',
  pass: 'Pass',
  'not-applicable': 'Not applicable',
}
