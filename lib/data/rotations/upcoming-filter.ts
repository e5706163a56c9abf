import { z } from 'zod'
import { listField } from '../filter-field.ts'

/** Of the feed: whose rotations, and how far ahead. */
export const upcomingFilter = z.object({
  environment: listField('Environment'),
  owner: listField('Owner'),
  days: z
    .string()
    .regex(/^\d{1,3}$/, 'a number of days is wanted')
    .transform(Number)
    .pipe(z.number().int().min(1).max(400))
    .prefault('90')
    .meta({ title: 'Days ahead' }),
  /** Lives of less than a day rotate by themselves: `all` lists them, too. */
  lives: z.enum(['days', 'all']).prefault('days').meta({ title: 'Lives' }),
})
