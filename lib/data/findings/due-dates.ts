import { defaultDueDays } from '#lib/checks/policy.ts'
import { type Db, rows } from '../sql.ts'

/**
 * Days that policies give a severity (SQL), over `identity i` and `environment env`: merged as `effectivePolicy` merges
 * them. `defaults` is the placeholder of `dueDefaults`. Null: no date.
 */
function dueDays(severity: string, defaults: string): string {
  return `((CASE WHEN env.policy ? 'dueDays' OR i.policy ? 'dueDays'
    THEN ${defaults}::jsonb || COALESCE(env.policy -> 'dueDays', '{}') || COALESCE(i.policy -> 'dueDays', '{}') ELSE ${defaults}::jsonb END) ->> ${severity})::int`
}

const dueDefaults = JSON.stringify(defaultDueDays)

/** Days of 86,400 s: a day of a time zone may be another. */
export const dueDay = `interval '86400 seconds'`

/** That an event `v` is one from which on a finding's days are counted. What a person reopens goes on from where it began. */
export const beginsDays = `(v.kind IN ('opened', 'acceptance-expired') OR v.kind = 'reopened' AND v.detail ? 'because')`

/** When a finding ought to be settled: from its opening, or its last return, on. Null where no date holds. */
const dueAt = `CASE WHEN f.status IN ('open', 'acknowledged') THEN
  COALESCE(CASE WHEN f.times_reopened > 0 THEN (SELECT max(v.at) FROM finding_event v WHERE v.finding_id = f.id AND ${beginsDays}) END, f.opened_at)
  + ${dueDays('f.severity::text', '$1')} * ${dueDay} END`

/** Writes the due dates of what belongs to these subjects, after their findings were judged and bound. */
export function writeDueDates(
  tx: Db,
  subjects: { readonly endpointIds: readonly string[]; readonly identityIds: readonly string[] },
  now: Date,
): Promise<void> {
  const own = `(f.endpoint_id = ANY ($2::uuid[]) OR f.identity_id = ANY ($3::uuid[]) AND f.subject_kind = 'identity')`
  return write(tx, own, [subjects.endpointIds, subjects.identityIds], now)
}

/** Writes the due dates of some findings, after their status changed. */
export function writeDueDatesOf(tx: Db, ids: readonly string[], now: Date): Promise<void> {
  return write(tx, 'f.id = ANY ($2::uuid[])', [ids], now)
}

/** A date and the time in which it held (`finding_due`) are written together, so that the one with no end is the finding's. */
async function write(tx: Db, which: string, values: readonly unknown[], now: Date): Promise<void> {
  const moved = await rows<{ id: string; dueAt: Date | null }>(
    tx,
    `UPDATE finding SET due_at = d.due
       FROM (SELECT f.id, ${dueAt} AS due FROM finding f
               LEFT JOIN identity i ON i.id = f.identity_id LEFT JOIN environment env ON env.id = i.environment_id
              WHERE ${which}) d
      WHERE finding.id = d.id AND finding.due_at IS DISTINCT FROM d.due RETURNING finding.id, finding.due_at AS "dueAt"`,
    [dueDefaults, ...values],
  )
  if (moved.length === 0) return
  const ids = moved.map(({ id }) => id)
  await tx.query(
    'UPDATE finding_due SET until = GREATEST(since, $2) WHERE finding_id = ANY ($1::uuid[]) AND until IS NULL',
    [ids, now],
  )
  await tx.query(
    `INSERT INTO finding_due (finding_id, due_at, since)
     SELECT id, due, $3 FROM unnest($1::uuid[], $2::timestamptz[]) AS t(id, due) WHERE due IS NOT NULL`,
    [ids, moved.map(({ dueAt }) => dueAt), now],
  )
}
