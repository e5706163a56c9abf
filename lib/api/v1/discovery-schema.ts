import { z } from 'zod'
import { hostListLimits } from '#lib/discovery/sources/host-list.ts'
import { instant } from '../instant.ts'

const siteId = z.guid().optional().describe('Absent: the site of this installation')

const lineProblem = z.object({ line: z.int().describe('From 1'), problem: z.string() })

export const hostsInput = z.strictObject({
  kind: z.literal('hosts'),
  siteId,
  text: z
    .string()
    .min(1)
    .max(hostListLimits.characters)
    .describe('Lines of host[:port], or CSV whose first line names its columns'),
})

export const rangesInput = z.strictObject({
  kind: z.literal('ranges'),
  siteId,
  cidrs: z.array(z.string().max(100)).min(1).max(1000),
  ports: z.array(z.int()).min(1).max(1000),
})

/** What a discovery starts from. */
export const discoveryInput = z.discriminatedUnion('kind', [hostsInput, rangesInput])

/** A host list in JSON: its line breaks are escaped. */
export const discoveryBodyBytes = 2 * hostListLimits.characters

export const hostsPreviewSchema = z.object({
  kind: z.literal('hosts'),
  counts: z.object({ added: z.int(), known: z.int(), refused: z.int() }),
  unbound: z.int().describe('Endpoints to add that would be bound to no identity'),
  rows: z.array(
    z.object({
      line: z.int(),
      host: z.string(),
      port: z.int(),
      serverName: z.string(),
      transport: z.string(),
      outcome: z.enum(['added', 'known', 'refused']),
      rule: z.string().nullable().describe("The scope's rule of a refusal"),
      identity: z.string().nullable(),
      boundBy: z.enum(['import', 'rule']).nullable(),
    }),
  ),
  problems: z.array(lineProblem),
})

export const rangePreviewSchema = z.object({
  kind: z.literal('ranges'),
  addresses: z.number(),
  targets: z.number(),
  limit: z.int(),
  known: z.int(),
  refused: z.array(z.object({ rule: z.string(), count: z.int(), example: z.string() })),
  checked: z.int().describe('Addresses that were checked against the scope'),
})

export const discoveryStartedSchema = z.object({
  runId: z.string(),
  scanId: z.string().nullable().describe('The scan of what a host list names; that of a range follows its end'),
  added: z.int(),
  known: z.int(),
  refused: z.int(),
  problems: z.array(lineProblem).describe('Lines that could not be used; all others were added'),
})

/** A run and how far it is. */
export const discoveryRunSchema = z.object({
  id: z.string(),
  siteId: z.string(),
  siteName: z.string(),
  source: z.enum(['hosts', 'range']),
  input: z.object({
    cidrs: z.array(z.string()).optional(),
    ports: z.array(z.int()).optional(),
    lines: z.int().optional(),
  }),
  status: z.enum(['queued', 'running', 'cancelling', 'cancelled', 'done', 'failed']),
  requestedBy: z.string(),
  total: z.int(),
  done: z.int(),
  found: z.int().describe('Targets that are endpoints now'),
  refused: z.int().describe("Targets that the site's scope forbids"),
  scanId: z.string().nullable(),
  error: z.string().nullable(),
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
})

export const discoveryRunDetailSchema = discoveryRunSchema.extend({
  outcomes: z.record(z.string(), z.int()).describe('Results on record, by outcome'),
})

export const discoveryResultSchema = z.object({
  id: z.string(),
  host: z.string(),
  port: z.int(),
  outcome: z.string().describe("added, known, refused, invalid, or a connection's outcome"),
  detail: z.string().nullable(),
  line: z.int().nullable(),
  endpointId: z.string().nullable(),
  identity: z.string().nullable(),
  identityId: z.string().nullable(),
})
