import type { Principal } from '#lib/core/principal.ts'
import { type Severity, severities } from '#lib/core/severity.ts'
import { dayMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { filterToQuery, parseFilter } from '../filter.ts'
import { everyChoice } from '../filter-field.ts'
import { beginsDays, dueDay } from '../findings/due-dates.ts'
import { type DueState, type FindingFilter, findingFilter } from '../findings/filter.ts'
import { settles, wasPassable } from '../findings/history-conditions.ts'
import { findingConditions, findingTables } from '../findings/where.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import type { ReportScope } from './overview-filter.ts'

/** A number with the query of the list of findings that gives exactly those counted. */
export interface BurnCount {
  readonly count: number
  readonly query: string
}

export const burnColumns = ['overdue', 'within-7-days', 'within-30-days'] as const satisfies readonly DueState[]

export type BurnColumn = (typeof burnColumns)[number]

export interface BurnWeek {
  /** The last week ends now. */
  readonly from: Date
  readonly until: Date
  /** Opened, or came back by themselves. */
  readonly came: BurnCount
  /** Resolved, accepted or called false positives. */
  readonly settled: BurnCount
  /** Past their due date when the week ended. */
  readonly overdue: BurnCount
}

export interface FindingBurn {
  /** Worst first; only severities that have due dates or findings. */
  readonly severities: readonly { readonly severity: Severity; readonly due: Readonly<Record<BurnColumn, BurnCount>> }[]
  readonly totals: Readonly<Record<BurnColumn, BurnCount>>
  /** Oldest first. */
  readonly weeks: readonly BurnWeek[]
  readonly asOf: Date
}

const weekCount = 12

/** Open findings against their due dates, and how that went week by week. */
export async function findingBurn(principal: Principal, scope: ReportScope, now: Date): Promise<FindingBurn> {
  requireRole(principal, 'viewer')
  const { filter } = parseFilter(findingFilter, {})
  const scoped: FindingFilter = {
    ...filter,
    environment: scope.environment === undefined ? undefined : [...scope.environment],
  }
  const [due, weeks] = await Promise.all([countDue(scoped, now), countWeeks(scoped, now)])
  const counted = (column: BurnColumn, severity?: Severity): BurnCount => ({
    count:
      severity === undefined
        ? sum(severities.map((one) => due.get(one)?.[column] ?? 0))
        : (due.get(severity)?.[column] ?? 0),
    query: filterToQuery(scoped, {
      due: [column],
      severity: severity === undefined ? undefined : [severity],
      sort: 'due',
    }),
  })
  const line = (severity?: Severity) => ({
    overdue: counted('overdue', severity),
    'within-7-days': counted('within-7-days', severity),
    'within-30-days': counted('within-30-days', severity),
  })
  return {
    severities: severities.toReversed().map((severity) => ({ severity, due: line(severity) })),
    totals: line(),
    weeks,
    asOf: now,
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

async function countDue(filter: FindingFilter, now: Date): Promise<Map<Severity, Record<BurnColumn, number>>> {
  const { where, values } = findingConditions(filter, now)
  const at = (days: number) => `$${values.length + 1}::timestamptz + interval '86400 seconds' * ${days}`
  const found = await rows<{ severity: Severity } & Record<BurnColumn, number>>(
    pool(),
    `SELECT f.severity, count(*) FILTER (WHERE f.due_at <= ${at(0)})::int AS overdue,
            count(*) FILTER (WHERE f.due_at > ${at(0)} AND f.due_at <= ${at(7)})::int AS "within-7-days",
            count(*) FILTER (WHERE f.due_at > ${at(0)} AND f.due_at <= ${at(30)})::int AS "within-30-days"
       FROM ${findingTables} WHERE ${where} AND f.due_at <= ${at(30)} GROUP BY 1`,
    [...values, now],
  )
  return new Map(found.map(({ severity, ...counts }) => [severity, counts]))
}

interface WeekRow {
  readonly until: Date
  readonly came: number
  readonly settled: number
  readonly overdue: number
}

async function countWeeks(filter: FindingFilter, now: Date): Promise<BurnWeek[]> {
  const every: FindingFilter = { ...filter, status: [everyChoice] }
  const { where, values } = findingConditions(every, now)
  const chosen = where === 'true' ? null : `SELECT f.id FROM ${findingTables} WHERE ${where}`
  const start = new Date(now.getTime() - weekCount * 7 * dayMs)
  const found = await rows<{ [Key in keyof WeekRow]: WeekRow[Key] }>(
    pool(),
    weeksQuery(chosen, `$${values.length + 1}::timestamptz`, `$${values.length + 2}::timestamptz`),
    [...values, start, now],
  )
  return found.map(({ until, came, settled, overdue }) => {
    const from = new Date(until.getTime() - 7 * dayMs)
    const query = (change: object) => filterToQuery({ ...every, sort: undefined, ...change })
    return {
      from,
      until,
      came: { count: came, query: query({ cameAfter: from, cameBefore: until }) },
      settled: { count: settled, query: query({ settledAfter: from, settledBefore: until }) },
      overdue: { count: overdue, query: query({ overdueAt: until }) },
    }
  })
}

/**
 * Events are counted week by week, each a stretch of an index: sorting those of all weeks costs several times as much.
 * Due dates are read once, and each counts from the first end of a week at which it was overdue to the last.
 * `chosen`: SQL of the findings' ids; null: all.
 */
function weeksQuery(chosen: string | null, first: string, last: string): string {
  const among = (column: string) => (chosen === null ? '' : `AND ${column} IN (SELECT id FROM chosen)`)
  const events = (which: string) => `(SELECT count(DISTINCT v.finding_id)::int FROM finding_event v
    WHERE v.at >= ${first} + (n - 1) * ${week} AND v.at < ${first} + n * ${week} AND ${which} ${among('v.finding_id')})`
  const weeksUntil = (at: string) => `ceil(extract(epoch FROM ${at} - ${first}) / ${7 * 86400})::int`
  return `WITH ${chosen === null ? '' : `chosen AS MATERIALIZED (${chosen}), `}late AS MATERIALIZED (
      SELECT GREATEST(1, ${weeksUntil('GREATEST(d.since, d.due_at)')}) AS since,
             COALESCE(${weeksUntil('d.until')} - 1, ${weekCount}) AS until, count(*)::int AS findings
        FROM finding_due d
       WHERE ${wasPassable} AND d.due_at <= ${last} AND d.since <= ${last} AND (d.until IS NULL OR d.until > ${first})
             ${among('d.finding_id')} GROUP BY 1, 2)
    SELECT ${first} + n * ${week} AS until, ${events(beginsDays)} AS came, ${events(settles)} AS settled,
           (SELECT COALESCE(sum(findings), 0)::int FROM late WHERE n BETWEEN late.since AND late.until) AS overdue
      FROM generate_series(1, ${weekCount}) n ORDER BY n`
}

const week = `7 * ${dueDay}`
