import type { FindingRow, ReportException } from '#lib/compliance/report-snapshot.ts'
import { standingFindings } from '../compliance/finding-counts.ts'
import { type FindingColumns, findingColumns, toFindingRow } from '../findings/finding-row.ts'
import { findingConditions, findingTables } from '../findings/where.ts'
import type { Db } from '../sql.ts'
import { cursorRows } from './cursor-rows.ts'
import type { PartScope } from './part-scope.ts'

type Columns = { [Key in keyof FindingColumns]: FindingColumns[Key] } & {
  evidence: FindingRow['evidence']
  decidedBy: string | null
  decidedAt: Date | null
}

export interface StandingFinding {
  readonly row: FindingRow
  /** Set where somebody silenced it. */
  readonly exception: ReportException | null
}

/** Every finding in scope that stands, by check and subject. */
export async function* readFindings(tx: Db, { checkIds, scope }: PartScope): AsyncGenerator<StandingFinding> {
  const { where, values } = findingConditions(standingFindings(checkIds, scope))
  const text = `SELECT ${findingColumns}, f.evidence, decision.actor_name AS "decidedBy", decision.at AS "decidedAt"
      FROM ${findingTables}
      LEFT JOIN LATERAL (
           SELECT actor_name, at FROM finding_event
            WHERE finding_id = f.id AND kind = replace(f.status::text, '_', '-') ORDER BY id DESC LIMIT 1) decision ON true
     WHERE ${where} ORDER BY f.check_id COLLATE "C", f.subject_kind::text COLLATE "C", f.subject_id`
  for await (const columns of cursorRows<Columns>(tx, text, values)) {
    const row = toRow(columns)
    if (row !== null) yield { row, exception: toException(columns, row) }
  }
}

function toRow(columns: Columns): FindingRow | null {
  const found = toFindingRow(columns)
  if (found.status === 'resolved') return null
  return {
    id: found.id,
    checkId: found.checkId,
    subjectKind: found.subjectKind,
    subjectId: found.subjectId,
    subjectName: found.subjectName,
    identity: found.identity,
    environment: found.environment,
    owner: found.owner,
    status: found.status,
    severity: found.severity,
    openedAt: found.openedAt.toISOString(),
    dueAt: found.dueAt?.toISOString() ?? null,
    lastSeenAt: found.lastSeenAt.toISOString(),
    acceptedUntil: found.acceptedUntil?.toISOString() ?? null,
    approver: found.approver?.name ?? null,
    reason: found.reason,
    assignee: found.assignee?.name ?? null,
    evidence: columns.evidence,
  }
}

function toException({ decidedBy, decidedAt, ...columns }: Columns, row: FindingRow): ReportException | null {
  const { status } = row
  if (status !== 'accepted' && status !== 'false-positive') return null
  return {
    findingId: row.id,
    checkId: row.checkId,
    title: toFindingRow(columns).title,
    severity: row.severity,
    status,
    subjectName: row.subjectName,
    identityName: row.identity?.name ?? null,
    owner: row.owner,
    reason: row.reason,
    acceptedUntil: row.acceptedUntil,
    approver: row.approver,
    decidedBy,
    decidedAt: decidedAt?.toISOString() ?? null,
  }
}
