import type { Principal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { certificateConditions } from '../certificates/certificate-conditions.ts'
import { filterToQuery } from '../filter.ts'
import { parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { type ExpiryScope, servedLeafFilter } from './served-leaf-filter.ts'

export interface CalendarDay {
  /** Its first instant, in UTC. */
  readonly day: Date
  readonly count: number
  /** Names of the first that expire on it. */
  readonly names: readonly string[]
  /** Of the list of certificates: gives exactly those counted. */
  readonly query: string
}

export interface ExpiryCalendar {
  /** Every day of the month, in order. */
  readonly days: readonly CalendarDay[]
  readonly total: number
  readonly query: string
  readonly asOf: Date
}

const namesPerDay = 3

/** The leaves that are served now, by the day (UTC) of the month on which they expire. `month` is its first instant. */
export async function expiryCalendar(
  principal: Principal,
  scope: ExpiryScope,
  month: Date,
  now: Date,
): Promise<ExpiryCalendar> {
  requireRole(principal, 'viewer')
  const end = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1))
  const served = { ...servedLeafFilter(scope), expiresAfter: month, expiresBefore: end }
  const values = parameters()
  const where = certificateConditions(served, null, now, values)
  const found = await rows<{ day: number; count: number; names: string[] }>(
    pool(),
    `SELECT extract(day FROM c.not_after)::int AS day, count(*)::int AS count,
            (array_agg(DISTINCT coalesce((SELECT n.value FROM certificate_name n WHERE n.certificate_id = c.id ORDER BY n.kind = 'cn', length(n.value), n.value LIMIT 1), c.subject)))[1:${namesPerDay}] AS names
       FROM certificate c WHERE ${where} GROUP BY 1`,
    [...values.values],
  )
  const query = (from: Date, to: Date) =>
    filterToQuery(served, { sort: undefined, expiresAfter: from, expiresBefore: to })
  const days = Array.from({ length: Math.round((+end - +month) / dayMs) }, (_, index): CalendarDay => {
    const day = new Date(month.getTime() + index * dayMs)
    const row = found.find((one) => one.day === index + 1)
    return { day, count: row?.count ?? 0, names: row?.names ?? [], query: query(day, new Date(day.getTime() + dayMs)) }
  })
  return { days, total: days.reduce((sum, { count }) => sum + count, 0), query: query(month, end), asOf: now }
}
