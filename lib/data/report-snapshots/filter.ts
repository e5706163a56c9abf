import type { z } from 'zod'
import { filterSchema } from '../filter.ts'
import { enumField, textField } from '../filter-field.ts'
import { reportableIds } from './request.ts'

export const reportStatuses = ['queued', 'running', 'done', 'cancelled', 'failed'] as const

export type ReportStatus = (typeof reportStatuses)[number]

/** The one filter of frozen reports. */
export const reportFilter = filterSchema(
  {
    q: textField('Search'),
    status: enumField('Status', reportStatuses),
    framework: enumField('Framework', firstAndRest(reportableIds)),
  },
  { keys: ['made', 'name'], default: '-made' },
)

export type ReportFilter = z.output<typeof reportFilter>

function firstAndRest(all: readonly string[]): readonly [string, ...string[]] {
  const [first, ...rest] = all
  if (first === undefined) throw new Error('no framework is reported')
  return [first, ...rest]
}
