import { z } from 'zod'
import { enumField, idField, listField } from '../filter-field.ts'
import { dueStates } from '../reports/due-rotations.ts'

/** Of the pages on what is due, when it expires, and how identities rotate: one scope for all of them. */
export const dueFilter = z.object({
  state: enumField('State', dueStates),
  identity: idField('Identity'),
  environment: listField('Environment'),
  owner: listField('Owner'),
  /** `2026-11` */
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as 2026-11 is wanted')
    .optional()
    .meta({ title: 'Month' }),
})

export type DueFilter = z.output<typeof dueFilter>
