import { z } from 'zod'
import { checkGroups, rungs } from '#lib/checks/contract.ts'
import { compareAnswers } from '#lib/compliance/compare-answer.ts'
import { controlChanges } from '#lib/compliance/compare-controls.ts'
import { findingChanges, verdictChanges } from '#lib/compliance/compare-verdicts.ts'
import { reportSchema as reportShape } from '#lib/compliance/report-snapshot.ts'
import { severities } from '#lib/core/severity.ts'
import { reportStatuses } from '#lib/data/report-snapshots/filter.ts'
import { instant } from '../instant.ts'
import { checkSchema, controlShape, count, frameworkSchema, statusSchema, totalsSchema } from './compliance-schema.ts'

export const reportParams = z.object({ id: z.guid() })

const at = z.iso.datetime()

const scopeSchema = z
  .object({
    environment: z.array(z.string()),
    owner: z.array(z.string()),
    identity: z.array(z.object({ id: z.guid(), name: z.string() })),
    evidenceSince: at.nullable().describe('What was last seen before it counts as not assessed'),
  })
  .describe('Empty lists: all')

export const reportRowSchema = z.object({
  id: z.guid(),
  name: z.string(),
  frameworks: z.array(z.string()),
  scope: scopeSchema,
  status: z.enum(reportStatuses),
  done: count.describe('Rows written so far'),
  total: count.describe('Rows in all; 0 where that is not known yet'),
  failure: z.string().nullable(),
  asOf: instant.nullable().describe('The instant that it shows; null until it is done'),
  createdBy: z.string(),
  createdAt: instant,
  finishedAt: instant.nullable(),
})

const control = z.object({ ...controlShape, checks: z.array(checkSchema) })

const states = z.object({ pass: count, fail: count, 'not-expected': count, 'not-assessed': count })

const bySeverity = z.object({ critical: count, high: count, medium: count, low: count, info: count })

const summarySchema = z.object({
  schema: z.literal(reportShape),
  id: z.guid(),
  name: z.string(),
  createdBy: z.string(),
  productVersion: z.string(),
  asOf: at,
  scope: scopeSchema,
  method: z.string(),
  coverage: z.object({
    identities: count,
    endpoints: count,
    reached: count,
    unreached: count,
    neverScanned: count,
    verdicts: count,
    observedFrom: at.nullable(),
    observedTo: at.nullable(),
    engines: z.array(z.string()),
  }),
  ladder: z.object({
    identities: count,
    proven: count,
    rungs: z.object({ encrypted: states, trusted: states, bound: states, current: states, mutual: states }),
  }),
  frameworks: z.array(frameworkSchema.extend({ totals: totalsSchema, controls: z.array(control) })),
  checks: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      group: z.union([z.enum(checkGroups), z.string()]),
      rung: z.enum(rungs).nullable().optional(),
      why: z.string(),
      fix: z.string(),
      references: z.array(z.object({ label: z.string(), url: z.string() })),
      pass: count,
      fail: count,
      notApplicable: count,
      notAssessed: count,
    }),
  ),
  exceptions: z.array(
    z.object({
      findingId: z.guid(),
      checkId: z.string(),
      title: z.string(),
      severity: z.enum(severities),
      status: z.enum(['accepted', 'false-positive']),
      subjectName: z.string(),
      identityName: z.string().nullable(),
      owner: z.string().nullable(),
      reason: z.string().nullable(),
      acceptedUntil: at.nullable(),
      approver: z.string().nullable(),
      decidedBy: z.string().nullable(),
      decidedAt: at.nullable(),
    }),
  ),
  notAssessed: z.array(z.object({ checkId: z.string(), reason: z.string(), count })),
  findingsBySeverity: bySeverity.describe('Active findings'),
  rows: z.object({ verdict: count, finding: count, observation: count, certificate: count }),
})

export const reportSchema = reportRowSchema.extend({
  sha256: z.string().nullable().describe('Of its content as it was frozen; null until it is done'),
  intact: z.boolean().nullable().describe('False: its content was changed since; null until it is done'),
  summary: summarySchema.nullable().describe('Null until it is done, and where it is not intact'),
})

const head = z.object({ id: z.guid(), name: z.string(), asOf: at, sha256: z.string() })

const standing = z
  .object({
    outcome: z.enum(['pass', 'fail', 'not-applicable', 'not-assessed']).nullable(),
    severity: z.enum(severities).nullable(),
    reason: z.string().nullable(),
    findingStatus: z.enum(['open', 'acknowledged', 'accepted', 'false-positive']).nullable(),
  })
  .nullable()

export const changeSchema = z.object({
  key: z.string(),
  checkId: z.string(),
  title: z.string().describe('Of the check'),
  subjectKind: z.enum(['endpoint', 'identity']),
  subjectId: z.guid(),
  subjectName: z.string(),
  identityName: z.string().nullable(),
  environment: z.string().nullable(),
  owner: z.string().nullable(),
  verdict: z.enum(verdictChanges).nullable().describe('Null: the verdict is the same, its finding is not'),
  finding: z.enum(findingChanges).nullable(),
  before: standing,
  after: standing,
})

const changed = (words: readonly string[]) => z.record(z.enum(words), count)

export const comparisonSchema = z.object({
  answer: z
    .enum(compareAnswers)
    .describe('worse: something fails that did not; unknown: it cannot be told, which is never ok'),
  because: z.array(z.string()).describe('Why, in words; empty for ok'),
  before: head,
  after: head,
  differences: z.array(z.string()).describe('What the two ask differently: no change of the estate'),
  frameworks: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      totals: changed(controlChanges),
      controls: z.array(
        z.object({
          control: controlShape.control,
          change: z.enum(controlChanges),
          before: statusSchema.nullable(),
          after: statusSchema.nullable(),
        }),
      ),
    }),
  ),
  verdicts: changed([...verdictChanges, 'same']),
  findings: changed(findingChanges),
  subjects: z.object({ new: count, gone: count }),
})
