import type { z } from 'zod'
import { filterSchema } from '../filter.ts'
import { enumField, listField } from '../filter-field.ts'

export const verdictOutcomes = ['pass', 'fail', 'not-applicable', 'not-assessed'] as const

/** The one filter of verdicts. */
export const verdictFilter = filterSchema(
  {
    outcome: enumField('Outcome', verdictOutcomes),
    check: listField('Check'),
    /** As the verdict gives it, word for word. */
    reason: listField('Reason'),
    /** Names; `none`. */
    environment: listField('Environment'),
  },
  { keys: ['since'], default: '-since' },
)

export type VerdictFilter = z.output<typeof verdictFilter>
