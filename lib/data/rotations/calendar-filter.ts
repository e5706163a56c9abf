import { z } from 'zod'
import { idField, listField } from '../filter-field.ts'

/** Of the month: which one, and whose rotations and expiries. */
export const calendarFilter = z.object({
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

/** What a day counts: rotations that are due on it, served leaves that expire, rotations that were seen. */
export const calendarKinds = ['due', 'expires', 'rotated'] as const

export type CalendarKind = (typeof calendarKinds)[number]

/** The first instant of a month, and of the next one (UTC). */
export function monthBounds(month: string): { readonly from: Date; readonly to: Date } {
  const from = new Date(`${month}-01T00:00:00Z`)
  return { from, to: new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1)) }
}
