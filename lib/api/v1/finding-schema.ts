import { z } from 'zod'
import { checkGroups } from '#lib/checks/contract.ts'
import { severities } from '#lib/core/severity.ts'
import { findingStatuses } from '#lib/data/findings/filter.ts'
import { instant } from '../instant.ts'

const named = z.object({ id: z.string(), name: z.string() }).nullable()

/** A finding as lists give it. */
export const findingSchema = z.object({
  id: z.string(),
  checkId: z.string(),
  title: z.string(),
  group: z.enum(checkGroups).nullable(),
  severity: z.enum(severities),
  status: z.enum(findingStatuses),
  subjectKind: z.enum(['endpoint', 'identity']),
  subjectId: z.string(),
  subjectName: z.string(),
  endpoint: named,
  identity: named,
  environment: z.string().nullable(),
  owner: z.string().nullable(),
  openedAt: instant,
  lastSeenAt: instant,
  resolvedAt: instant.nullable(),
  acceptedUntil: instant.nullable(),
  reason: z.string().nullable(),
  approver: z
    .object({ id: z.string().nullable(), name: z.string() })
    .nullable()
    .describe('Who approved the acceptance'),
  proposal: z
    .object({
      until: instant,
      reason: z.string(),
      byId: z.string().nullable(),
      byName: z.string(),
      at: instant,
    })
    .nullable()
    .describe('An acceptance that waits for approval; the finding stands as it did until then'),
  dueAt: instant.nullable().describe('When it ought to be settled by policy; null where no date holds'),
  timesReopened: z.int(),
  assignee: named,
  updatedAt: instant.describe('Send it back with an action, so that nobody overwrites what somebody else did'),
})

/** One finding with its evidence, history and guidance. */
export const findingDetailSchema = findingSchema.extend({
  evidence: z.record(z.string(), z.unknown()),
  guidance: z
    .object({
      why: z.string(),
      fix: z.string(),
      references: z.array(z.object({ label: z.string(), url: z.string() })),
      controls: z.array(
        z.object({ framework: z.string(), control: z.string(), relation: z.string(), rationale: z.string() }),
      ),
    })
    .nullable()
    .describe('Null where this version no longer has the check'),
  verdict: z
    .object({
      outcome: z.enum(['pass', 'fail', 'not-applicable', 'not-assessed']),
      reason: z.string().nullable(),
      since: instant,
      evaluatedAt: instant,
      observationIds: z.array(z.string()),
      certificateSha256: z.string().nullable(),
    })
    .nullable(),
  observations: z.array(
    z.object({
      id: z.string(),
      endpointId: z.string(),
      endpointName: z.string(),
      ip: z.string().nullable(),
      outcome: z.string(),
      observedAt: instant,
      lastSeenAt: instant,
    }),
  ),
  events: z.array(
    z.object({
      id: z.string(),
      at: instant,
      kind: z.string(),
      actorName: z.string(),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
  acceptance: z
    .object({ latest: instant, certificateEndsAt: instant.nullable() })
    .describe('How long this finding may be accepted at most'),
})
