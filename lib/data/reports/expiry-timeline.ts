import type { Principal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { certificateConditions, startOfSecond } from '../certificates/certificate-conditions.ts'
import { filterToQuery } from '../filter.ts'
import { parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { type ExpiryScope, servedLeafFilter } from './served-leaf-filter.ts'

export interface ExpiryBucket {
  /** Null: since ever. */
  readonly from: Date | null
  /** Null: and later. */
  readonly to: Date | null
  readonly label: string
  readonly count: number
  readonly expired: boolean
  /** Of the list of certificates: gives exactly those counted. */
  readonly query: string
}

export interface ExpiryTimeline {
  readonly buckets: readonly ExpiryBucket[]
  readonly total: number
  readonly asOf: Date
}

/** Days from now at which one bucket ends and the next begins. */
const edges = [
  { days: 1, label: '< 1 day' },
  { days: 7, label: '1–7 days' },
  { days: 30, label: '7–30 days' },
  { days: 90, label: '30–90 days' },
  { days: 180, label: '90–180 days' },
  { days: 365, label: '180 d – 1 y' },
] as const

/** When the leaves that are served now expire. Buckets stand in order of time; each certificate counts once. */
export async function expiryTimeline(principal: Principal, scope: ExpiryScope, now: Date): Promise<ExpiryTimeline> {
  requireRole(principal, 'viewer')
  const start = startOfSecond(now)
  const bounds = [start, ...edges.map(({ days }) => new Date(start.getTime() + days * dayMs))]
  const served = servedLeafFilter(scope)
  const values = parameters()
  const where = certificateConditions(served, null, now, values)
  const counted = await rows<{ bucket: number; count: number }>(
    pool(),
    `SELECT width_bucket(c.not_after, ${values.add(bounds)}::timestamptz[]) AS bucket, count(*)::int AS count
       FROM certificate c WHERE ${where} GROUP BY 1`,
    [...values.values],
  )
  const buckets = ['expired', ...edges.map(({ label }) => label), '> 1 year'].map((label, index): ExpiryBucket => {
    const from = bounds[index - 1] ?? null
    const to = bounds[index] ?? null
    const query = filterToQuery(served, {
      sort: undefined,
      expiresAfter: from ?? undefined,
      expiresBefore: to ?? undefined,
    })
    const count = counted.find((row) => row.bucket === index)?.count ?? 0
    return { from, to, label, count, expired: index === 0, query }
  })
  return { buckets, total: buckets.reduce((sum, { count }) => sum + count, 0), asOf: now }
}
