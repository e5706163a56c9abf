import { z } from 'zod'

export const tarpitReportSchema = z.object({
  /** Tarpits that ended in the outcome that is right. */
  timeouts: z.int(),
  /** How far from its deadline an observation ended; negative: before it. */
  earliestMs: z.number(),
  latestMs: z.number(),
  /** Good endpoints per CPU second. */
  alone: z.number(),
  beside: z.number(),
  maxRssBytes: z.number(),
})

export type TarpitReport = z.infer<typeof tarpitReportSchema>
