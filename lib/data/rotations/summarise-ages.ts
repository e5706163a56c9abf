import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { findingsOfIdentity, signChecks, signFindings } from './due-conditions.ts'
import { rhythmConditions, rhythmTables } from './rhythm-conditions.ts'
import type { RhythmFilter } from './rhythm-filter.ts'
import { type RhythmColumns, type RhythmRow, rhythmColumns, toRhythmRow } from './rhythm-row.ts'

export interface RotationAgeSummary {
  /** The most overdue first: by age as a share of what is allowed. */
  readonly rows: readonly RhythmRow[]
  /** Those that serve a certificate, and those among them whose rotation is overdue or was missed. */
  readonly identities: number
  readonly overdue: number
  readonly asOf: Date
}

/** How many of the identities that match are past the age at which a new certificate is due, and the first `most` of them. */
export async function summariseAges(
  principal: Principal,
  filter: RhythmFilter,
  most: number,
  now: Date = new Date(),
): Promise<RotationAgeSummary> {
  requireRole(principal, 'viewer')
  const values = parameters()
  const where = rhythmConditions(filter, now, values)
  const at = `${values.add(now)}::timestamptz`
  const byShare = `extract(epoch FROM ${at} - r.started_at) / greatest(1, extract(epoch FROM r.due_at - r.started_at)) DESC, r.identity_id`
  const counting = values.values.length
  const checks = values.add(signChecks)
  const [found, counted] = await Promise.all([
    rows<RhythmColumns>(
      pool(),
      `SELECT ${rhythmColumns}, ARRAY(SELECT DISTINCT f.check_id FROM ${signFindings(findingsOfIdentity, checks)}) AS "checkIds"
         FROM ${rhythmTables} WHERE r.identity_id = ANY (ARRAY(
           SELECT r.identity_id FROM ${rhythmTables} WHERE ${where} ORDER BY ${byShare} LIMIT ${most}))
        ORDER BY ${byShare}`,
      [...values.values],
    ),
    rows<{ identities: number; overdue: number }>(
      pool(),
      `SELECT count(*)::int AS identities, count(*) FILTER (WHERE r.due_at <= ${at})::int AS overdue
         FROM ${rhythmTables} WHERE ${where}`,
      values.values.slice(0, counting),
    ),
  ])
  const [counts = { identities: 0, overdue: 0 }] = counted
  return { rows: found.map((row) => toRhythmRow(row, undefined, now)), ...counts, asOf: now }
}
