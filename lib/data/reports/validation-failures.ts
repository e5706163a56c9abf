import { catalogue, findCheck } from '#lib/checks/catalogue/index.ts'
import { rungs } from '#lib/checks/contract.ts'
import type { Principal } from '#lib/core/principal.ts'
import { type Severity, worstSeverity } from '#lib/core/severity.ts'
import { pool } from '#lib/db/client.ts'
import { filterToQuery, parseFilter } from '../filter.ts'
import { findingFilter } from '../findings/filter.ts'
import { findingConditions, findingTables } from '../findings/where.ts'
import { groupBy } from '../observations/sighting.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import type { ReportScope } from './overview-filter.ts'

/** `other`: checks that speak to no rung. */
export const failureKinds = [...rungs, 'other'] as const

export type FailureKind = (typeof failureKinds)[number]

export interface FailureCount {
  readonly kind: FailureKind
  readonly count: number
  readonly worst: Severity | null
  /** Of the list of findings: gives exactly those counted. */
  readonly query: string
}

export interface IdentityFailures {
  readonly identityId: string
  readonly name: string
  readonly total: number
  readonly query: string
  /** In the order of `failureKinds`. */
  readonly kinds: readonly FailureCount[]
}

export interface ValidationFailures {
  /** The worst first, at most eight. */
  readonly identities: readonly IdentityFailures[]
  /** Identities that have any. */
  readonly affected: number
  readonly asOf: Date
}

interface FailureRow {
  readonly identityId: string
  readonly name: string
  readonly checkId: string
  readonly severity: Severity
  readonly count: number
  readonly affected: number
}

const most = 8

/** Failures that break a rung come before all others: they are why an identity is not proven. */
const worstFirst = 'breaking DESC NULLS LAST, grave DESC NULLS LAST, total DESC'

/** Identities with the most checks that fail and that nobody has put aside, by the rung that each failure breaks. */
export async function validationFailures(
  principal: Principal,
  scope: ReportScope,
  now: Date,
): Promise<ValidationFailures> {
  requireRole(principal, 'viewer')
  const { filter } = parseFilter(findingFilter, {})
  const scoped = { ...filter, environment: scope.environment === undefined ? undefined : [...scope.environment] }
  const { where, values } = findingConditions({ ...scoped, bound: true })
  const found = await rows<{ [Key in keyof FailureRow]: FailureRow[Key] }>(
    pool(),
    `WITH failing AS (SELECT f.identity_id, f.check_id, f.severity, count(*)::int AS count FROM ${findingTables} WHERE ${where} GROUP BY 1, 2, 3),
          worst AS (SELECT identity_id, sum(count) AS total, sum(count) FILTER (WHERE severity >= 'high') AS grave,
                           sum(count) FILTER (WHERE check_id = ANY ($${values.length + 1}::text[])) AS breaking, (count(*) OVER ())::int AS affected
                      FROM failing GROUP BY 1 ORDER BY ${worstFirst}, identity_id LIMIT ${most})
     SELECT i.id AS "identityId", i.name, failing.check_id AS "checkId", failing.severity, failing.count, worst.affected
       FROM worst JOIN failing USING (identity_id) JOIN identity i ON i.id = worst.identity_id
      ORDER BY ${worstFirst}, i.id`,
    [...values, catalogue.filter((check) => check.rung !== undefined).map((check) => check.id)],
  )
  const query = (change: Readonly<Record<string, unknown>>) => filterToQuery(scoped, { ...change, sort: undefined })
  const identities = [...groupBy(found, (row) => row.identityId)].map(
    ([identityId, group]): IdentityFailures => ({
      identityId,
      name: group[0]?.name ?? '',
      total: sum(group),
      query: query({ identity: [identityId] }),
      kinds: failureKinds.map((kind) => {
        const own = group.filter((row) => kindOf(row.checkId) === kind)
        const check = [...new Set([...checksOf(kind), ...own.map((row) => row.checkId)])]
        return {
          kind,
          count: sum(own),
          worst: worstSeverity(own.map((row) => row.severity)),
          query: query({ identity: [identityId], check }),
        }
      }),
    }),
  )
  return { identities, affected: found[0]?.affected ?? 0, asOf: now }
}

function kindOf(checkId: string): FailureKind {
  return findCheck(checkId)?.rung ?? 'other'
}

function checksOf(kind: FailureKind): string[] {
  return catalogue.filter((check) => (check.rung ?? 'other') === kind).map((check) => check.id)
}

function sum(counted: readonly { readonly count: number }[]): number {
  return counted.reduce((total, { count }) => total + count, 0)
}
