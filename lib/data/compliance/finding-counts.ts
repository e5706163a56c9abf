import { type FindingStatus, findingFilter } from '../findings/filter.ts'
import { findingConditions, findingTables } from '../findings/where.ts'
import { type Db, rows } from '../sql.ts'
import { type ComplianceScope, standingStatuses } from './filter.ts'

/** Findings that stand, by what people made of them. An accepted one stays a failure: it is an exception, not a pass. */
export interface FindingCounts {
  readonly open: number
  readonly acknowledged: number
  readonly accepted: number
  readonly falsePositive: number
}

/** The findings' filter that a number of standing findings leads to. */
export function standingFindings(checkIds: readonly string[], scope: ComplianceScope) {
  return { ...findingFilter.parse({}), ...scope, status: [...standingStatuses], check: [...checkIds] }
}

/** By check; a check without standing findings is left out. */
export async function findingCounts(
  db: Db,
  scope: ComplianceScope,
  checkIds: readonly string[],
): Promise<Map<string, FindingCounts>> {
  const { where, values } = findingConditions(standingFindings(checkIds, scope))
  const found = await rows<{ checkId: string; status: FindingStatus; count: number }>(
    db,
    `SELECT f.check_id AS "checkId", replace(f.status::text, '_', '-') AS status, count(*)::int AS count
       FROM ${findingTables} WHERE ${where} GROUP BY f.check_id, f.status`,
    [...values],
  )
  const counts = new Map<string, FindingCounts>()
  for (const { checkId, status, count } of found) {
    const key = status === 'false-positive' ? 'falsePositive' : status
    counts.set(checkId, { ...(counts.get(checkId) ?? noFindings), [key]: count })
  }
  return counts
}

export const noFindings: FindingCounts = { open: 0, acknowledged: 0, accepted: 0, falsePositive: 0 }

export function addFindingCounts(all: readonly FindingCounts[]): FindingCounts {
  return all.reduce(
    (sum, one) => ({
      open: sum.open + one.open,
      acknowledged: sum.acknowledged + one.acknowledged,
      accepted: sum.accepted + one.accepted,
      falsePositive: sum.falsePositive + one.falsePositive,
    }),
    noFindings,
  )
}
