import { type FindingColumns, type FindingRow, findingColumns, toFindingRow } from '../findings/finding-row.ts'
import { findingConditions, findingTables } from '../findings/where.ts'
import { type Db, rows } from '../sql.ts'
import type { ComplianceScope } from './filter.ts'
import { standingFindings } from './finding-counts.ts'

/** A finding that somebody silenced: accepted until a date, or called no fault. Its verdict counts as it is. */
export interface ComplianceException extends FindingRow {
  /** Who silenced it, and when; null where the history does not tell. */
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  /** Who approved it, where somebody had to. */
  readonly approvedBy: string | null
}

type Selected = { [Key in keyof FindingColumns]: FindingColumns[Key] } & {
  decidedBy: string | null
  decidedAt: Date | null
}

/** Every exception of these checks in a scope, the first to end first. */
export async function listExceptions(
  db: Db,
  scope: ComplianceScope,
  checkIds: readonly string[],
): Promise<ComplianceException[]> {
  const silenced = { ...standingFindings(checkIds, scope), status: ['accepted' as const, 'false-positive' as const] }
  const { where, values } = findingConditions(silenced)
  const found = await rows<Selected>(
    db,
    `SELECT ${findingColumns}, decision.actor_name AS "decidedBy", decision.at AS "decidedAt"
       FROM ${findingTables}
       LEFT JOIN LATERAL (
            SELECT actor_name, at FROM finding_event
             WHERE finding_id = f.id AND kind = replace(f.status::text, '_', '-') ORDER BY id DESC LIMIT 1) decision ON true
      WHERE ${where} ORDER BY f.accepted_until NULLS LAST, f.severity DESC, f.id`,
    [...values],
  )
  return found.map(({ decidedBy, decidedAt, ...columns }) => {
    const finding = toFindingRow(columns)
    return { ...finding, decidedBy, decidedAt, approvedBy: finding.approver?.name ?? null }
  })
}
