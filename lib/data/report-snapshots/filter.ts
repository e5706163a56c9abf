import type { z } from 'zod'
import { filterSchema } from '../filter.ts'
import { enumField, listField, textField } from '../filter-field.ts'

export const reportStatuses = ['queued', 'running', 'done', 'cancelled', 'failed'] as const

export type ReportStatus = (typeof reportStatuses)[number]

/** The one filter of frozen reports. */
export const reportFilter = filterSchema(
  {
    q: textField('Search'),
    status: enumField('Status', reportStatuses),
    /** Ids. */
    framework: listField('Framework'),
  },
  { keys: ['made', 'name'], default: '-made' },
)

export type ReportFilter = z.output<typeof reportFilter>
