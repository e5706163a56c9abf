import { findCheck } from '#lib/checks/catalogue/index.ts'
import { type BoundedCount, countBound } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { type Severity, severities } from '#lib/core/severity.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { type FindingFilter, none } from './filter.ts'
import { findingConditions, findingTables } from './where.ts'

export const findingGroupings = ['check', 'identity', 'owner'] as const

export type FindingGrouping = (typeof findingGroupings)[number]

export interface FindingGroup {
  /** Of the check, of the identity or the owner's name; empty where there is none. */
  readonly id: string
  readonly name: string
  /** What to add to the filter's query for exactly the findings of this group. */
  readonly narrowed: Readonly<Record<string, readonly string[] | boolean>>
  readonly total: number
  readonly counts: Readonly<Record<Severity, number>>
  /** When the oldest was opened. */
  readonly oldestAt: Date
}

const keys: Readonly<
  Record<FindingGrouping, { readonly id: string; readonly name: string; readonly missing: string }>
> = {
  check: { id: 'f.check_id', name: 'f.check_id', missing: '' },
  identity: { id: 'f.identity_id::text', name: 'i.name', missing: 'No identity' },
  owner: { id: 'i.owner', name: 'i.owner', missing: 'No owner' },
}

/** More groups than this are only counted. */
const most = 200

/** Findings that match, counted by group, the group with the worst first. */
export async function groupFindings(
  principal: Principal,
  filter: FindingFilter,
  by: FindingGrouping,
): Promise<{ readonly groups: readonly FindingGroup[]; readonly total: BoundedCount }> {
  requireRole(principal, 'viewer')
  const { where, values } = findingConditions(filter)
  const key = keys[by]
  const counts = severities
    .map((severity) => `count(*) FILTER (WHERE f.severity = '${severity}')::int AS ${severity}`)
    .join(', ')
  const found = await rows<
    { id: string | null; name: string | null; total: number; groups: number; oldestAt: Date } & Record<Severity, number>
  >(
    pool(),
    `SELECT ${key.id} AS id, ${key.name} AS name, count(*)::int AS total, ${counts}, min(f.opened_at) AS "oldestAt",
            (count(*) OVER ())::int AS groups
       FROM ${findingTables} WHERE ${where} GROUP BY 1, 2
      ORDER BY ${severities
        .toReversed()
        .map((severity) => `count(*) FILTER (WHERE f.severity = '${severity}') DESC`)
        .join(', ')}, 2 LIMIT ${most}`,
    [...values],
  )
  const groups = found.map(
    ({ id, name, total, oldestAt, ...row }): FindingGroup => ({
      id: id ?? '',
      name: (by === 'check' && id !== null ? findCheck(id)?.title : name) ?? (name || key.missing),
      narrowed: narrowedTo(by, id),
      total,
      counts: { info: row.info, low: row.low, medium: row.medium, high: row.high, critical: row.critical },
      oldestAt,
    }),
  )
  const count = found[0]?.groups ?? 0
  return { groups, total: { count: Math.min(count, countBound), exact: count <= countBound } }
}

function narrowedTo(by: FindingGrouping, id: string | null): FindingGroup['narrowed'] {
  if (by === 'owner') return { owner: [id ?? none] }
  if (by === 'identity') return id === null ? { bound: false } : { identity: [id] }
  return { check: [id ?? ''] }
}
