import { z } from 'zod'

/** The answer of every list route: lib/core/page.ts around the schema of one row. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    rows: z.array(row),
    nextCursor: z.string().nullable().describe('Send it as `cursor` for the next page; null on the last one'),
    total: z.object({
      count: z.int().nonnegative(),
      exact: z.boolean().describe('False: there are more than were counted'),
    }),
  })
}
