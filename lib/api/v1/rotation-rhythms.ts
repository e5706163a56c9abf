import { z } from 'zod'
import { renewalMethods } from '#lib/checks/declared.ts'
import { rotationBases, rotationStates } from '#lib/checks/rotation-due.ts'
import { readinessReasons, readinessStates } from '#lib/checks/rotation-readiness.ts'
import { rotationSigns } from '#lib/checks/rotation-sign.ts'
import { exportRhythms, listRhythms } from '#lib/data/rotations/list-rhythms.ts'
import { rhythmFilter } from '#lib/data/rotations/rhythm-filter.ts'
import type { RhythmRow } from '#lib/data/rotations/rhythm-row.ts'
import { summariseReadiness } from '#lib/data/rotations/summarise-readiness.ts'
import type { ExportColumn } from '#lib/export/export-format.ts'
import { defineRoute } from '../define-route.ts'
import { exportQuery } from '../export-query.ts'
import { exportResponse } from '../export-response.ts'
import { instant } from '../instant.ts'
import { pageOf } from '../pagination.ts'

const readiness = z.enum(readinessStates).nullable()
const share = z.number().nullable()
const seconds = z.number().nullable()

const rhythmSchema = z.object({
  id: z.uuid().describe('Of the identity'),
  name: z.string(),
  owner: z.string().nullable(),
  environment: z.string().nullable(),
  state: z.enum(rotationStates),
  expectedAt: instant.describe('From when on the next rotation is due'),
  dueAt: instant.describe('From when on it is overdue'),
  missedAt: instant.describe('From when on it was missed'),
  basis: z.enum(rotationBases),
  intervalSeconds: seconds.describe('What policy says'),
  sha256: z.string().describe('The certificate whose rotation is due first'),
  notBefore: instant,
  notAfter: instant,
  ageSeconds: z.number(),
  allowedSeconds: z.number(),
  lifetimeSeconds: z.number(),
  measuredSteps: z.int().describe('Rotations that the rhythm rests on'),
  typicalShare: share.describe('Median share of the life after which certificates were replaced'),
  spreadShare: share.describe('Median deviation from it, scaled to a standard deviation'),
  signs: z.array(z.enum(rotationSigns)),
  rotations: z.int(),
  keptKeys: z.int(),
  late: z.int(),
  lastRotatedAt: instant.nullable(),
  publicLimits: z.boolean().nullable().describe('Whether the limits of public certificates bind it; null: not known'),
  ready200: readiness,
  ready100: readiness,
  ready47: readiness,
  readyPolicy: readiness,
  reasons: z.record(z.string(), z.array(z.enum(readinessReasons))).describe('Why it is not ready, by limit'),
  recentSteps: z.int().describe('Rotations that readiness rests on'),
  longestGapSeconds: seconds,
  typicalGapSeconds: seconds,
  lateSteps: z.int(),
  missedSteps: z.int(),
  renewal: z.enum(renewalMethods).nullable().describe('As people say; no scan sees it'),
  policySeconds: seconds.describe('The longest life that its policy allows'),
})

const reasonsOf = (limit: string) => (row: RhythmRow) => row.reasons[limit]?.join(' ') ?? null

const columns: readonly ExportColumn<RhythmRow>[] = [
  { key: 'name', label: 'Identity', value: (row) => row.name },
  { key: 'owner', label: 'Owner', value: (row) => row.owner },
  { key: 'environment', label: 'Environment', value: (row) => row.environment },
  { key: 'state', label: 'State', value: (row) => row.state },
  { key: 'expectedAt', label: 'Due from', value: (row) => row.expectedAt },
  { key: 'dueAt', label: 'Overdue from', value: (row) => row.dueAt },
  { key: 'missedAt', label: 'Missed from', value: (row) => row.missedAt },
  { key: 'basis', label: 'Rests on', value: (row) => row.basis },
  { key: 'intervalSeconds', label: 'Interval of the policy (s)', value: (row) => row.intervalSeconds },
  { key: 'sha256', label: 'SHA-256', value: (row) => row.sha256 },
  { key: 'ageSeconds', label: 'Age (s)', value: (row) => row.ageSeconds },
  { key: 'allowedSeconds', label: 'Allowed (s)', value: (row) => row.allowedSeconds },
  { key: 'lifetimeSeconds', label: 'Lifetime (s)', value: (row) => row.lifetimeSeconds },
  { key: 'measuredSteps', label: 'Measured rotations', value: (row) => row.measuredSteps },
  { key: 'typicalShare', label: 'Usual share of life', value: (row) => row.typicalShare },
  { key: 'spreadShare', label: 'Spread', value: (row) => row.spreadShare },
  { key: 'signs', label: 'Signs', value: (row) => row.signs.join(' ') },
  { key: 'rotations', label: 'Rotations', value: (row) => row.rotations },
  { key: 'keptKeys', label: 'Kept keys', value: (row) => row.keptKeys },
  { key: 'late', label: 'Late', value: (row) => row.late },
  { key: 'lastRotatedAt', label: 'Last rotated', value: (row) => row.lastRotatedAt },
  { key: 'publicLimits', label: 'Public limits', value: (row) => row.publicLimits },
  { key: 'ready200', label: '200 days', value: (row) => row.ready200 },
  { key: 'reasons200', label: '200 days: why not', value: reasonsOf('200') },
  { key: 'ready100', label: '100 days', value: (row) => row.ready100 },
  { key: 'reasons100', label: '100 days: why not', value: reasonsOf('100') },
  { key: 'ready47', label: '47 days', value: (row) => row.ready47 },
  { key: 'reasons47', label: '47 days: why not', value: reasonsOf('47') },
  { key: 'readyPolicy', label: 'Own policy', value: (row) => row.readyPolicy },
  { key: 'reasonsPolicy', label: 'Own policy: why not', value: reasonsOf('policy') },
  { key: 'longestGapSeconds', label: 'Longest gap (s)', value: (row) => row.longestGapSeconds },
  { key: 'typicalGapSeconds', label: 'Usual gap (s)', value: (row) => row.typicalGapSeconds },
  { key: 'recentSteps', label: 'Newest rotations', value: (row) => row.recentSteps },
  { key: 'lateSteps', label: 'Late among them', value: (row) => row.lateSteps },
  { key: 'missedSteps', label: 'After the end among them', value: (row) => row.missedSteps },
  { key: 'renewal', label: 'Renewal on record', value: (row) => row.renewal },
  { key: 'policySeconds', label: 'Life by policy (s)', value: (row) => row.policySeconds },
]

export const listRotationRhythms = defineRoute({
  method: 'GET',
  path: '/api/v1/rotations/rhythms',
  summary: 'How identities rotate: age, learned rhythm, readiness for shorter lives',
  role: 'viewer',
  query: rhythmFilter,
  response: pageOf(rhythmSchema),
  async handle({ principal, query }) {
    const page = await listRhythms(principal, query)
    return { ...page, rows: page.rows.map((row) => ({ ...row, reasons: knownReasons(row) })) }
  },
})

export const exportRotationRhythms = defineRoute({
  method: 'GET',
  path: '/api/v1/rotations/rhythms/export',
  summary: 'How identities rotate, as a file',
  role: 'viewer',
  query: exportQuery(rhythmFilter),
  response: 'file',
  async handle({ principal, query: { format, ...filter } }) {
    return exportResponse('rotation-rhythms', format, columns, exportRhythms(principal, filter))
  },
})

export const getReadiness = defineRoute({
  method: 'GET',
  path: '/api/v1/rotations/readiness',
  summary: 'How many identities would hold lives of 200, 100 and 47 days, by what was measured',
  role: 'viewer',
  query: rhythmFilter,
  response: z.object({
    steps: z.array(
      z.object({
        days: z.int().nullable().describe('Null: what each identity’s own policy allows'),
        from: instant.nullable().describe('From which day of issue it binds public certificates'),
        counts: z.array(z.object({ state: z.enum(readinessStates), count: z.int() })),
      }),
    ),
    unknown: z.object({ count: z.int() }).describe('Of which it is not known whether public limits bind them'),
    unlimited: z.int().describe('Private, with no limit in the policy'),
    total: z.int(),
    asOf: instant,
  }),
  async handle({ principal, query }) {
    return summariseReadiness(principal, query)
  },
})

function knownReasons({ reasons }: RhythmRow) {
  return Object.fromEntries(Object.entries(reasons).map(([limit, own]) => [limit, own ?? []] as const))
}

export const rotationRhythmRoutes = [listRotationRhythms, exportRotationRhythms, getReadiness]
