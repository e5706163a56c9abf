import { type ReadinessState, readinessStates, readinessSteps } from '#lib/checks/rotation-readiness.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { filterToQuery } from '../filter.ts'
import { parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { rhythmConditions, rhythmTables } from './rhythm-conditions.ts'
import type { RhythmFilter } from './rhythm-filter.ts'

export interface ReadinessCount {
  readonly state: ReadinessState
  readonly count: number
  /** Of the list of identities: gives exactly those counted. */
  readonly query: string
}

export interface ReadinessStep {
  /** Null: what each identity's own policy allows. */
  readonly days: number | null
  /** From which day of issue public certificates may live no longer; null for policies. */
  readonly from: Date | null
  readonly counts: readonly ReadinessCount[]
}

export interface ReadinessSummary {
  readonly steps: readonly ReadinessStep[]
  /** Of which it is not known whether they answer to the limits of public certificates. */
  readonly unknown: { readonly count: number; readonly query: string }
  /** Private ones, whose policy names no limit. */
  readonly unlimited: number
  readonly total: number
  readonly asOf: Date
}

/** How many identities would hold shorter lives, by limit, within the filter but for its own choices of readiness. */
export async function summariseReadiness(
  principal: Principal,
  filter: RhythmFilter,
  now: Date = new Date(),
): Promise<ReadinessSummary> {
  requireRole(principal, 'viewer')
  const wide = { ...filter, ready200: undefined, ready100: undefined, ready47: undefined, readyPolicy: undefined }
  const scope = { ...wide, limits: undefined }
  const values = parameters()
  const where = rhythmConditions(scope, now, values)
  const limits = [...readinessSteps.map(({ days }) => String(days)), 'policy']
  const counts = limits.flatMap((limit) =>
    readinessStates.map((state) => `count(*) FILTER (WHERE r.ready_${limit} = '${state}')::int AS "${limit} ${state}"`),
  )
  const [found = {}] = await rows<Record<string, number>>(
    pool(),
    `SELECT ${counts.join(', ')}, count(*) FILTER (WHERE r.public_limits IS NULL)::int AS unknown,
            count(*) FILTER (WHERE NOT r.public_limits AND r.ready_policy IS NULL)::int AS unlimited, count(*)::int AS total
       FROM ${rhythmTables} WHERE ${where}`,
    [...values.values],
  )
  const query = (change: object) => filterToQuery({ ...scope, ...change }, { sort: undefined, limit: undefined })
  const step = (limit: string, field: string) =>
    readinessStates.map((state) => ({
      state,
      count: found[`${limit} ${state}`] ?? 0,
      query: query({ [field]: [state] }),
    }))
  return {
    steps: [
      ...readinessSteps.map(({ days, from }) => ({ days, from, counts: step(String(days), `ready${days}`) })),
      { days: null, from: null, counts: step('policy', 'readyPolicy') },
    ],
    unknown: { count: found.unknown ?? 0, query: query({ limits: ['unknown'] }) },
    unlimited: found.unlimited ?? 0,
    total: found.total ?? 0,
    asOf: now,
  }
}
