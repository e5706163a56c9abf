import type { Principal } from '#lib/core/principal.ts'
import { type Severity, severities } from '#lib/core/severity.ts'
import { dayMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { filterToQuery, parseFilter } from '../filter.ts'
import { everyChoice } from '../filter-field.ts'
import { allDueDays, beginsDays, dueDay, dueDefaults } from '../findings/due-dates.ts'
import { type DueState, type FindingFilter, findingFilter } from '../findings/filter.ts'
import { openingKinds, saidSeverity, settlingKinds } from '../findings/history-conditions.ts'
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

/**
 * One pass over the histories of what was anybody's to deal with in these weeks: each event opens an interval in which
 * state, severity and start are known, and a finding is overdue at the ends of weeks that fall into what is left of it
 * after its due date.
 */
async function countWeeks(filter: FindingFilter, now: Date): Promise<BurnWeek[]> {
  const start = new Date(now.getTime() - weekCount * 7 * dayMs)
  const every: FindingFilter = { ...filter, status: [everyChoice] }
  const { where, values } = findingConditions(every, now)
  const [first, last, defaults] = [1, 2, 3].map((place) => `$${values.length + place}`)
  const week = (at: string) => `extract(epoch FROM ${at} - ${first}::timestamptz) / ${7 * 86400}`
  const found = await rows<{ [Key in keyof WeekRow]: WeekRow[Key] }>(
    pool(),
    `WITH chosen AS (
       SELECT f.id, ${allDueDays(`${defaults}`)} AS days FROM ${findingTables}
        WHERE ${where} AND f.opened_at <= ${last}::timestamptz
          AND (f.status IN ('open', 'acknowledged') OR f.updated_at >= ${first}::timestamptz)
     ), told AS (
       SELECT v.finding_id, v.id, v.at, v.kind, ${beginsDays} AS begins,
              array_position(${ranks}, ${saidSeverity}) AS severity
         FROM chosen c JOIN finding_event v ON v.finding_id = c.id
        WHERE v.at <= ${last}::timestamptz
          AND (v.kind IN ${openingKinds} OR v.kind IN ${settlingKinds} OR v.kind = 'severity-changed')
     ), steps AS (
       SELECT finding_id, at, lead(at) OVER w AS until, kind IN ${settlingKinds} AS settles, begins,
              ${carried(`(kind IN ${openingKinds})::int`, `kind <> 'severity-changed'`)} = 1 AS active,
              ${carried('severity', 'severity IS NOT NULL')} AS severity, max(at) FILTER (WHERE begins) OVER w AS began
         FROM told WINDOW w AS (PARTITION BY finding_id ORDER BY id)
     ), moved AS (
       SELECT floor(${week('at')})::int + 1 AS n, count(DISTINCT finding_id) FILTER (WHERE begins)::int AS came,
              count(DISTINCT finding_id) FILTER (WHERE settles)::int AS settled
         FROM steps WHERE (begins OR settles) AND at >= ${first}::timestamptz AND at < ${last}::timestamptz GROUP BY 1
     ), late AS MATERIALIZED (
       SELECT GREATEST(1, ceil(${week('GREATEST(at, due)')}))::int AS since,
              COALESCE(ceil(${week('until')})::int - 1, ${weekCount}) AS until, count(*) AS findings
         FROM (SELECT at, until, began + (c.days ->> (${ranks})[severity])::int * ${dueDay} AS due
                 FROM steps JOIN chosen c ON c.id = finding_id
                WHERE active AND (until IS NULL OR until > ${first}::timestamptz)) dated
        WHERE due <= ${last}::timestamptz GROUP BY 1, 2
     )
     SELECT ${first}::timestamptz + ${dueDay} * 7 * n AS until, COALESCE(moved.came, 0) AS came, COALESCE(moved.settled, 0) AS settled,
            (SELECT COALESCE(sum(findings), 0)::int FROM late WHERE n BETWEEN late.since AND late.until) AS overdue
       FROM generate_series(1, ${weekCount}) n LEFT JOIN moved USING (n) ORDER BY 1`,
    [...values, start, now, dueDefaults],
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

const ranks = `ARRAY[${severities.map((severity) => `'${severity}'`).join(', ')}]`

/** The newest small number so far in the order of events, where there was one: a window knows no "last that is known". */
function carried(value: string, known: string): string {
  return `max(id * 8 + ${value}) FILTER (WHERE ${known}) OVER w % 8`
}
