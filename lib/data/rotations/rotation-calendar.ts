import type { Principal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { certificateConditions } from '../certificates/certificate-conditions.ts'
import { filterToQuery, parseFilter } from '../filter.ts'
import { type Parameters, parameters } from '../parameters.ts'
import { servedLeafFilter } from '../reports/served-leaf-filter.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { type CalendarKind, monthBounds } from './calendar-filter.ts'
import { dueConditions, dueTables, endpointLabel } from './due-conditions.ts'
import { dueFilter, type RotationScope } from './due-filter.ts'
import { rotationFilter } from './filter.ts'
import { rotationConditions, rotationTables } from './rotation-conditions.ts'

export interface CalendarCount {
  readonly count: number
  /** Path and query of the list that gives exactly those counted. */
  readonly href: string
}

export interface CalendarDay {
  /** Its first instant, in UTC. */
  readonly day: Date
  readonly counts: Readonly<Record<CalendarKind, CalendarCount>>
  /** The first that are due on it. */
  readonly names: readonly string[]
}

export interface RotationCalendar {
  /** Every day of the month, in order. */
  readonly days: readonly CalendarDay[]
  readonly totals: Readonly<Record<CalendarKind, CalendarCount>>
  readonly asOf: Date
}

const namesPerDay = 2

/** A month (`2026-11`) of days in UTC. */
export async function rotationCalendar(
  principal: Principal,
  scope: RotationScope,
  month: string,
  now: Date = new Date(),
): Promise<RotationCalendar> {
  requireRole(principal, 'viewer')
  const { from, to } = monthBounds(month)
  const [due, expires, rotated] = await Promise.all([
    countDue(scope, from, to, now),
    countExpiries(scope, from, to, now),
    countRotated(scope, from, to),
  ])
  const days = Array.from({ length: Math.round((+to - +from) / dayMs) }, (_, index): CalendarDay => {
    const day = new Date(from.getTime() + index * dayMs)
    const next = new Date(day.getTime() + dayMs)
    const count = (found: readonly DayCount[]) => found.find((one) => one.day === index + 1)?.count ?? 0
    const counts = countsOf(scope, day, next, { due: count(due), expires: count(expires), rotated: count(rotated) })
    return { day, counts, names: due.find((one) => one.day === index + 1)?.names ?? [] }
  })
  const sum = (kind: CalendarKind) => days.reduce((total, { counts }) => total + counts[kind].count, 0)
  const totals = countsOf(scope, from, to, { due: sum('due'), expires: sum('expires'), rotated: sum('rotated') })
  return { days, totals, asOf: now }
}

interface DayCount {
  day: number
  count: number
  names?: string[]
}

function countsOf(
  { identity, environment, owner }: RotationScope,
  from: Date,
  to: Date,
  counts: Readonly<Record<CalendarKind, number>>,
): CalendarDay['counts'] {
  const scope = { identity, environment, owner }
  const query = (change: object) => filterToQuery({ ...scope, ...change })
  return {
    due: { count: counts.due, href: `/rotation?${query({ dueAfter: from, dueBefore: to })}` },
    expires: {
      count: counts.expires,
      href: `/certificates?${filterToQuery(servedLeafFilter(scope), { sort: undefined, expiresAfter: from, expiresBefore: to })}`,
    },
    rotated: { count: counts.rotated, href: `/rotation/history?${query({ since: from, until: to })}` },
  }
}

function countDue({ identity, environment, owner }: RotationScope, from: Date, to: Date, now: Date) {
  const { filter } = parseFilter(dueFilter, {})
  const values = parameters()
  const chosen = { ...filter, identity, environment, owner, dueAfter: from, dueBefore: to }
  const where = dueConditions(chosen, now, values)
  const name = `coalesce(i.name, ${endpointLabel})`
  const names = `(array_agg(DISTINCT ${name}))[1:${namesPerDay}] AS names`
  return countDays('d.due_at', `${dueTables} WHERE ${where}`, values, `, ${names}`)
}

function countExpiries(scope: RotationScope, from: Date, to: Date, now: Date) {
  const values = parameters()
  const served = { ...servedLeafFilter(scope), expiresAfter: from, expiresBefore: to }
  return countDays('c.not_after', `certificate c WHERE ${certificateConditions(served, null, now, values)}`, values)
}

function countRotated({ identity, environment, owner }: RotationScope, from: Date, to: Date) {
  const { filter } = parseFilter(rotationFilter, {})
  const values = parameters()
  const where = rotationConditions({ ...filter, identity, environment, owner, since: from, until: to }, values)
  return countDays('r.at', `${rotationTables} WHERE ${where}`, values)
}

function countDays(instant: string, from: string, values: Parameters, more = ''): Promise<DayCount[]> {
  return rows<{ [Key in keyof DayCount]: DayCount[Key] }>(
    pool(),
    `SELECT extract(day FROM ${instant} AT TIME ZONE 'UTC')::int AS day, count(*)::int AS count${more} FROM ${from} GROUP BY 1`,
    [...values.values],
  )
}
