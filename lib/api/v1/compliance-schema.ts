import { z } from 'zod'
import { severities } from '#lib/core/severity.ts'
import { instant } from '../instant.ts'

export const count = z.int()
export const statusSchema = z.enum(['satisfied', 'not-satisfied', 'partly-assessed', 'not-assessed'])
const relation = z.enum(['direct', 'supporting', 'interpretive'])

export const totalsSchema = z
  .object({ satisfied: count, 'not-satisfied': count, 'partly-assessed': count, 'not-assessed': count })
  .describe('Official controls that are scored, by status')

export const frameworkSchema = z.object({
  id: z.string(),
  name: z.string(),
  version: z.string(),
  url: z.url(),
  identifiers: z.enum(['official', 'local']).describe('local: the publication gives its controls no identifiers'),
  complete: z.boolean().describe('Whether every control of the publication is listed'),
  note: z.string().nullable(),
})

const coverageSchema = z.object({
  identities: count,
  endpoints: count,
  reached: count.describe('Endpoints whose last scan finished its handshakes'),
  unreached: count,
  neverScanned: count,
  observedFrom: instant.nullable(),
  observedTo: instant.nullable(),
  judgedFrom: instant.nullable(),
  judgedTo: instant.nullable(),
  verdicts: count,
  engines: z.array(z.string()).describe('What judged the chains'),
})

export const frameworksSchema = z.object({
  frameworks: z.array(
    z.object({
      framework: frameworkSchema,
      reported: z.boolean().describe('False: a further mapping'),
      controls: count,
      totals: totalsSchema,
      withoutChecks: count.describe('Of those not assessed, the ones that no check speaks to'),
    }),
  ),
  coverage: coverageSchema,
})

export const checkSchema = z.object({
  checkId: z.string(),
  title: z.string(),
  relation,
  rationale: z.string(),
  pass: count,
  fail: count,
  notApplicable: count,
  notAssessed: count,
  affected: count.describe('Distinct identities that fail it'),
  ran: z.boolean(),
})

/** What a control carries, live and frozen. */
export const controlShape = {
  control: z.object({
    id: z.string(),
    label: z.string().nullable(),
    title: z.string(),
    titleKind: z.enum(['official', 'gist']).describe('gist: our paraphrase'),
    url: z.url(),
    oscalId: z.string(),
    baselines: z.array(z.enum(['low', 'moderate', 'high'])).nullable(),
  }),
  status: statusSchema,
  reason: z.string().nullable(),
  counts: z.object({
    checksMapped: count,
    checksRan: count,
    checksNotRun: count,
    pass: count,
    fail: count,
    notApplicable: count,
    notAssessed: count,
  }),
  findings: z.object({ open: count, acknowledged: count, accepted: count, falsePositive: count }),
  citations: z.array(
    z.object({
      document: z.string(),
      asCited: z.object({ framework: z.string(), reference: z.string().nullable(), text: z.string() }),
      verdict: z.string(),
      why: z.string(),
    }),
  ),
}

const controlSchema = z.object({ ...controlShape, checks: z.array(checkSchema) })

const exceptionSchema = z.object({
  id: z.string(),
  checkId: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  status: z.enum(['accepted', 'false-positive', 'open', 'acknowledged', 'resolved']),
  subjectKind: z.enum(['endpoint', 'identity']),
  subjectName: z.string(),
  identity: z.object({ id: z.string(), name: z.string() }).nullable(),
  environment: z.string().nullable(),
  owner: z.string().nullable(),
  acceptedUntil: instant.nullable(),
  reason: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
})

export const reportSchema = z.object({
  framework: frameworkSchema,
  scope: z.object({
    environment: z.array(z.string()).optional(),
    owner: z.array(z.string()).optional(),
    identity: z.array(z.string()).optional(),
  }),
  generatedAt: instant,
  productVersion: z.string(),
  method: z.string(),
  coverage: coverageSchema,
  totals: totalsSchema,
  withoutChecks: count,
  checks: z.object({ ids: z.array(z.string()), ran: count, notRun: count }),
  controls: z.array(controlSchema),
  exceptions: z.array(exceptionSchema).describe('Findings accepted or called false positives: still failures here'),
  notAssessed: z.array(z.object({ checkId: z.string(), reason: z.string(), count })),
})
