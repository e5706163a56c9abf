import type { Principal } from '#lib/core/principal.ts'
import { type Severity, severities } from '#lib/core/severity.ts'
import { dayMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { filterToQuery, parseFilter } from '../filter.ts'
import { activeStatuses, type FindingFilter, findingFilter } from '../findings/filter.ts'
import { findingConditions, findingTables } from '../findings/where.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import type { ReportScope } from './overview-filter.ts'

export interface OpenFindings {
  /** Worst first. */
  readonly severities: readonly {
    readonly severity: Severity
    readonly open: number
    /** How many were open at `comparedAt`; null where nothing was on record then. */
    readonly before: number | null
    /** Of the list of findings: gives exactly those open. */
    readonly query: string
  }[]
  readonly total: number
  readonly totalBefore: number | null
  readonly query: string
  readonly comparedAt: Date
  readonly asOf: Date
}

const comparedDays = 7

/** Findings that somebody has to deal with (open, acknowledged) by severity, now and a week ago. */
export async function openFindingsBySeverity(
  principal: Principal,
  scope: ReportScope,
  now: Date,
): Promise<OpenFindings> {
  requireRole(principal, 'viewer')
  const { filter } = parseFilter(findingFilter, {})
  const scoped: FindingFilter = {
    ...filter,
    environment: scope.environment === undefined ? undefined : [...scope.environment],
  }
  const comparedAt = new Date(now.getTime() - comparedDays * dayMs)
  const [open, before] = await Promise.all([countNow(scoped), countAt(scoped, comparedAt)])
  const lines = severities.toReversed().map((severity) => ({
    severity,
    open: open.get(severity) ?? 0,
    before: before === null ? null : (before.get(severity) ?? 0),
    query: filterToQuery(scoped, { severity: [severity], sort: undefined }),
  }))
  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)
  return {
    severities: lines,
    total: sum(open.values()),
    totalBefore: before === null ? null : sum(before.values()),
    query: filterToQuery(scoped, { sort: undefined }),
    comparedAt,
    asOf: now,
  }
}

type Counts = ReadonlyMap<string, number>

async function countNow(filter: FindingFilter): Promise<Counts> {
  const { where, values } = findingConditions(filter)
  return toCounts(
    `SELECT f.severity::text AS severity, count(*)::int AS count FROM ${findingTables} WHERE ${where} GROUP BY 1`,
    values,
  )
}

/** Events after which a finding is open, and all that move its status. */
const opening = ['opened', 'reopened', 'acceptance-expired', 'acknowledged']
const moving = [...opening, 'resolved', 'accepted', 'false-positive']

/**
 * What was open at an instant, from the findings' histories; only those that changed since are looked up there. Null
 * where the estate is younger than that.
 */
async function countAt(filter: FindingFilter, at: Date): Promise<Counts | null> {
  const [oldest] = await rows<{ known: boolean }>(
    pool(),
    'SELECT EXISTS (SELECT 1 FROM endpoint WHERE created_at <= $1) AS known',
    [at],
  )
  if (!oldest?.known) return null
  const { where, values } = findingConditions({ ...filter, status: ['all'], openedBefore: at })
  const parameter = (place: number) => `$${values.length + place}`
  const last = (value: string, condition: string) =>
    `(SELECT ${value} FROM finding_event v WHERE v.finding_id = f.id AND v.at <= ${parameter(1)} AND ${condition} ORDER BY v.id DESC LIMIT 1)`
  return toCounts(
    `SELECT COALESCE(past.severity, f.severity::text) AS severity, count(*)::int AS count
       FROM ${findingTables}
       LEFT JOIN LATERAL (
         SELECT ${last('v.kind', `v.kind = ANY (${parameter(2)}::text[])`)} AS kind,
                ${last(`COALESCE(v.detail ->> 'to', v.detail ->> 'severity')`, `(v.detail ? 'severity' OR v.detail ? 'to') AND v.kind IN ('opened', 'reopened', 'acceptance-expired', 'severity-changed')`)} AS severity
       ) past ON f.updated_at > ${parameter(1)}
      WHERE ${where} AND CASE WHEN f.updated_at > ${parameter(1)} THEN past.kind = ANY (${parameter(3)}::text[])
                              ELSE f.status = ANY (${parameter(4)}::finding_status[]) END
      GROUP BY 1`,
    [...values, at, moving, opening, activeStatuses],
  )
}

async function toCounts(text: string, values: readonly unknown[]): Promise<Counts> {
  const found = await rows<{ severity: string; count: number }>(pool(), text, [...values])
  return new Map(found.map(({ severity, count }) => [severity, count]))
}
