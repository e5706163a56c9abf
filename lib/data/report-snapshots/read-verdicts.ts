import type { VerdictRow } from '#lib/compliance/report-snapshot.ts'
import { type EvidenceColumns, evidenceColumns, toEvidenceRow } from '../compliance/evidence-row.ts'
import { verdictConditions, verdictTables } from '../compliance/verdict-conditions.ts'
import { parameters } from '../parameters.ts'
import type { Db } from '../sql.ts'
import { cursorRows } from './cursor-rows.ts'
import { observationSets, type PartScope } from './part-scope.ts'

/** Of a verdict whose facts are older than the report takes. */
export const tooOld = 'the evidence is older than the report takes'

/**
 * Every judgement in scope, by check and subject. What was last seen before `evidenceSince` is not assessed; a judgement
 * that rests on no observation says what the inventory says, which has no age.
 */
export async function* readVerdicts(tx: Db, part: PartScope, evidenceSince: Date | null): AsyncGenerator<VerdictRow> {
  const values = parameters()
  const { where } = verdictConditions(part.checkIds, part.scope, values)
  const text = `WITH sets AS MATERIALIZED (${observationSets(part, values)}),
      seen AS MATERIALIZED (
        SELECT s.ids AS set, array_agg(o.id ORDER BY o.id) AS kept, min(o.last_seen_at) AS "observedAt",
               array_agg(DISTINCT o.facts #>> '{trust,value,engine}') FILTER (WHERE o.facts #>> '{trust,value,engine}' IS NOT NULL) AS engines
          FROM sets s CROSS JOIN LATERAL unnest(s.ids) AS u(id) JOIN observation o ON o.id = u.id GROUP BY s.ids)
    SELECT ${evidenceColumns} FROM ${verdictTables}
      LEFT JOIN seen ON seen.set = v.observation_ids
      LEFT JOIN finding f ON f.check_id = v.check_id AND f.subject_kind = v.subject_kind AND f.subject_id = v.subject_id
     WHERE ${where} ORDER BY v.check_id COLLATE "C", v.subject_kind::text COLLATE "C", v.subject_id`
  for await (const row of cursorRows<Columns>(tx, text, values.values)) yield toVerdictRow(row, evidenceSince)
}

type Columns = { [Key in keyof EvidenceColumns]: EvidenceColumns[Key] }

function toVerdictRow(columns: Columns, evidenceSince: Date | null): VerdictRow {
  const { title: _title, finding, since, evaluatedAt, observedAt, ...row } = toEvidenceRow(columns)
  const old = evidenceSince !== null && observedAt !== null && observedAt < evidenceSince
  return {
    ...row,
    ...(old && row.outcome !== 'not-assessed'
      ? { outcome: 'not-assessed' as const, severity: null, reason: tooOld, evidence: {} }
      : {}),
    since: since.toISOString(),
    evaluatedAt: evaluatedAt?.toISOString() ?? null,
    observedAt: observedAt?.toISOString() ?? null,
    findingId: finding === null || finding.status === 'resolved' ? null : finding.id,
  }
}
