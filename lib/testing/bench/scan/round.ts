import { z } from 'zod'

/** What a scanner's process answers, one line for each round. CPU: since the round before; the first holds the start of the process. */
export const roundSchema = z.object({
  cpuSeconds: z.number(),
  seconds: z.number(),
  /** Targets of which everything was learned, proven and found right. */
  proven: z.int(),
  connections: z.int(),
})

export type Round = z.infer<typeof roundSchema>
