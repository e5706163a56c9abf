import { z } from 'zod'
import { rungs } from '#lib/checks/contract.ts'
import { policySchema } from '#lib/checks/policy.ts'
import { severities } from '#lib/core/severity.ts'
import { rungStatuses } from '#lib/data/identities/filter.ts'
import { policySources } from '#lib/data/policies/write-policy.ts'
import { instant } from '../instant.ts'
import { outcomeSchema } from './identity-schema.ts'

const differences = z
  .array(z.object({ rule: z.string(), from: z.unknown().optional(), to: z.unknown().optional() }))
  .describe('What differs from the version before; a value that is absent was or is not said')

export const policyVersionsSchema = z.object({
  rows: z.array(
    z.object({
      version: z.int(),
      at: instant,
      byName: z.string(),
      source: z.enum(policySources),
      note: z.string().nullable(),
      policy: policySchema,
      trustStore: z.string().nullable().describe('By name, as it stood then'),
      differences,
    }),
  ),
  before: z.int().nullable().describe('Send it as `before` for the versions that are left'),
})

export const savedPolicySchema = z.object({
  version: z.int(),
  changed: z.boolean().describe('False: it stood so already, and there is no new version'),
})

const status = z.enum(rungStatuses)
const identity = z.object({ id: z.string(), name: z.string() }).nullable().describe('Null: bound to no identity')
const moved = { rung: z.enum(rungs), from: status, to: status }
const outcome = z.object({
  outcome: outcomeSchema,
  severity: z.enum(severities).nullable(),
  reason: z.string().nullable(),
})

export const policyEffectsSchema = z.object({
  answering: z.object({ identities: z.int(), endpoints: z.int() }).describe('All whose verdicts could change'),
  judged: z.object({ identities: z.int(), endpoints: z.int(), verdicts: z.int() }),
  changed: z.object({ verdicts: z.int(), identities: z.int() }),
  checks: z.array(z.object({ checkId: z.string(), title: z.string(), begin: z.int(), cease: z.int(), other: z.int() })),
  identities: z
    .array(
      z.object({
        identity,
        changed: z.int(),
        ladder: z.array(z.object(moved)),
        proven: z.object({ from: z.boolean(), to: z.boolean() }).nullable(),
      }),
    )
    .describe('The first hundred, most changes first'),
  verdicts: z
    .array(
      z.object({
        checkId: z.string(),
        title: z.string(),
        subjectId: z.string(),
        identity,
        endpoint: z.object({ id: z.string(), name: z.string() }).nullable(),
        from: outcome,
        to: outcome,
      }),
    )
    .describe('The first hundred'),
  ladder: z.array(z.object({ ...moved, identities: z.int() })),
  proven: z.object({ gained: z.int(), lost: z.int() }),
  next: z.int().nullable().describe('Null: all that answers to it was judged. Else send it as `from` for the rest'),
})

export const policyPlanSchema = z.object({
  applied: z.boolean(),
  changes: z.array(
    z.object({ kind: z.enum(['environment', 'identity']), name: z.string(), differences, pruned: z.boolean() }),
  ),
  unchanged: z.int(),
  effects: policyEffectsSchema.nullable().describe('Of a dry run: what it would do to verdicts'),
})
