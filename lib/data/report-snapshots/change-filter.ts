import type { z } from 'zod'
import { findingChanges, type ReportChange, verdictChanges } from '#lib/compliance/compare-verdicts.ts'
import { filterSchema } from '../filter.ts'
import { enumField, listField } from '../filter-field.ts'

/** The one filter of what differs between two reports. */
export const changeFilter = filterSchema(
  {
    change: enumField('Change', verdictChanges),
    finding: enumField('Finding', findingChanges),
    check: listField('Check'),
  },
  { keys: ['check'], default: 'check' },
)

export type ChangeFilter = z.output<typeof changeFilter>

export type ChangeChoice = Pick<ChangeFilter, 'change' | 'finding' | 'check'>

export function isChosen(
  { verdict, finding, checkId }: Pick<ReportChange, 'verdict' | 'finding' | 'checkId'>,
  choice: ChangeChoice,
): boolean {
  if (choice.change && (verdict === null || !choice.change.includes(verdict))) return false
  if (choice.finding && (finding === null || !choice.finding.includes(finding))) return false
  return choice.check?.includes(checkId) ?? true
}
