import { z } from 'zod'

/** What the browser reads of the answers of /api/v1/discovery and /api/v1/rules. */

const lineProblem = z.object({ line: z.number(), problem: z.string() })

export const hostsPreview = z.object({
  counts: z.object({ added: z.number(), known: z.number(), refused: z.number() }),
  unbound: z.number(),
  rows: z.array(
    z.object({
      line: z.number(),
      host: z.string(),
      port: z.number(),
      transport: z.string(),
      outcome: z.enum(['added', 'known', 'refused']),
      rule: z.string().nullable(),
      identity: z.string().nullable(),
      boundBy: z.enum(['import', 'rule']).nullable(),
    }),
  ),
  problems: z.array(lineProblem),
})

export type HostsPreview = z.infer<typeof hostsPreview>

export type LineProblem = z.infer<typeof lineProblem>

export const rangePreview = z.object({
  addresses: z.number(),
  targets: z.number(),
  limit: z.number(),
  known: z.number(),
  refused: z.array(z.object({ rule: z.string(), count: z.number(), example: z.string() })),
  checked: z.number(),
})

export type RangePreview = z.infer<typeof rangePreview>

export const started = z.object({ runId: z.string() })

export const runProgress = z.object({
  status: z.enum(['queued', 'running', 'cancelling', 'cancelled', 'done', 'failed']),
  total: z.number(),
  done: z.number(),
  found: z.number(),
  refused: z.number(),
  scanId: z.string().nullable(),
  error: z.string().nullable(),
})

export type RunProgress = z.infer<typeof runProgress>

export const rulesPreview = z.object({
  endpoints: z.number(),
  kept: z.number(),
  changed: z.number(),
  unbound: z.number(),
  rows: z.array(
    z.object({
      endpointId: z.string(),
      host: z.string(),
      port: z.number(),
      currentIdentity: z.string().nullable(),
      nextIdentity: z.string().nullable(),
      rule: z.number().nullable(),
    }),
  ),
})

export type RulesPreview = z.infer<typeof rulesPreview>

export const savedRules = z.object({ changed: z.number() })
