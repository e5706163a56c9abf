import { z } from 'zod'
import { rungs } from '#lib/checks/contract.ts'
import { severities } from '#lib/core/severity.ts'
import { rungStatuses } from '#lib/data/identities/filter.ts'
import { getOverview } from '#lib/data/reports/overview.ts'
import { overviewFilter } from '#lib/data/reports/overview-filter.ts'
import { failureKinds } from '#lib/data/reports/validation-failures.ts'
import { defineRoute } from '../define-route.ts'
import { instant } from '../instant.ts'

/** A number with the query of the list that gives exactly what it counts. */
const counted = z.object({ count: z.int(), query: z.string() })
const bounded = z.object({ count: z.object({ count: z.int(), exact: z.boolean() }), query: z.string() })

const overviewSchema = z.object({
  asOf: instant,
  ladder: z.object({
    identities: counted,
    proven: z.object({ yes: counted, no: counted, unknown: counted }),
    rungs: z.array(z.object({ rung: z.enum(rungs), states: z.record(z.enum(rungStatuses), counted) })),
    newestSightAt: instant.nullable(),
  }),
  timeline: z.object({
    total: z.int(),
    buckets: z.array(
      z.object({
        label: z.string(),
        from: instant.nullable(),
        to: instant.nullable(),
        expired: z.boolean(),
        count: z.int(),
        query: z.string(),
      }),
    ),
  }),
  expiries: z.object({
    near: z.int().describe('Leaves in service with less than a third of their life left'),
    query: z.string(),
    certificates: z.array(
      z.object({
        sha256: z.string(),
        name: z.string(),
        notAfter: instant,
        lifeLeft: z.number().describe('Share of the life that is left'),
        identity: z.object({ id: z.guid(), name: z.string() }).nullable(),
      }),
    ),
  }),
  severities: z.object({
    total: z.int(),
    totalBefore: z.int().nullable(),
    comparedAt: instant,
    query: z.string(),
    severities: z.array(
      z.object({ severity: z.enum(severities), open: z.int(), before: z.int().nullable(), query: z.string() }),
    ),
  }),
  changes: z.object({
    since: instant,
    opened: bounded,
    resolved: bounded,
    reopened: bounded,
    rotations: bounded,
    keptKeys: bounded,
    endpoints: bounded,
    identities: bounded,
  }),
  rotation: z.object({ identities: z.int(), overdue: z.int() }),
  failures: z.object({
    affected: z.int(),
    identities: z.array(
      z.object({
        identityId: z.guid(),
        name: z.string(),
        total: z.int(),
        query: z.string(),
        kinds: z.array(
          z.object({
            kind: z.enum(failureKinds),
            count: z.int(),
            worst: z.enum(severities).nullable(),
            query: z.string(),
          }),
        ),
      }),
    ),
  }),
  coverage: z.object({
    endpoints: counted,
    reachable: counted,
    unreachable: counted,
    neverScanned: counted,
    refusedByScope: counted,
    stale: counted,
    unbound: counted,
    newestScanAt: instant.nullable(),
    oldestScanAt: instant.nullable(),
    sites: z.array(
      z.object({ name: z.string(), endpoints: z.int(), workers: z.int(), heartbeatAt: instant.nullable() }),
    ),
  }),
  unassessed: z.object({
    total: z.int(),
    query: z.string(),
    reasons: z.array(z.object({ reason: z.string(), count: z.int(), checks: z.array(z.string()), query: z.string() })),
  }),
})

export const getOverviewRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/overview',
  summary: 'The numbers of the Overview',
  description:
    'Each `query` is that of the list (identities, certificates, findings, endpoints) which gives exactly what the number beside it counts.',
  role: 'viewer',
  query: overviewFilter,
  response: overviewSchema,
  async handle({ principal, query }) {
    return getOverview(principal, query)
  },
})
