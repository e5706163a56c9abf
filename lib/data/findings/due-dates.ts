import { defaultDueDays } from '#lib/checks/policy.ts'
import type { Db } from '../sql.ts'

/**
 * Days that policies give findings, by severity, as SQL over `identity i` and `environment env`: merged as
 * `effectivePolicy` merges them. `defaults` is the placeholder of `dueDefaults`.
 */
export function allDueDays(defaults: string): string {
  return `CASE WHEN env.policy ? 'dueDays' OR i.policy ? 'dueDays'
    THEN ${defaults}::jsonb || COALESCE(env.policy -> 'dueDays', '{}') || COALESCE(i.policy -> 'dueDays', '{}') ELSE ${defaults}::jsonb END`
}

/** `allDueDays` for one severity; null: no date. */
export function dueDays(severity: string, defaults: string): string {
  return `((${allDueDays(defaults)}) ->> ${severity})::int`
}

export const dueDefaults = JSON.stringify(defaultDueDays)

/** Days of 86,400 s: a day of a time zone may be another. */
export const dueDay = `interval '86400 seconds'`

/** An event `v` from which on a finding's days are counted. What a person reopens goes on from where it began. */
export const beginsDays = `(v.kind IN ('opened', 'acceptance-expired') OR v.kind = 'reopened' AND v.detail ? 'because')`

/** When a finding ought to be settled: from its opening, or its last return, on. Null where no date holds. */
const dueAt = `CASE WHEN f.status IN ('open', 'acknowledged') THEN
  COALESCE(CASE WHEN f.times_reopened > 0 THEN (SELECT max(v.at) FROM finding_event v WHERE v.finding_id = f.id AND ${beginsDays}) END, f.opened_at)
  + ${dueDays('f.severity::text', '$1')} * ${dueDay} END`

/** Writes the due dates of what belongs to these subjects, after their findings were judged and bound. */
export function writeDueDates(
  tx: Db,
  subjects: { readonly endpointIds: readonly string[]; readonly identityIds: readonly string[] },
): Promise<unknown> {
  const own = `(f.endpoint_id = ANY ($2::uuid[]) OR f.identity_id = ANY ($3::uuid[]) AND f.subject_kind = 'identity')`
  return write(tx, own, [subjects.endpointIds, subjects.identityIds])
}

/** Writes the due dates of some findings, after their status changed. */
export function writeDueDatesOf(tx: Db, ids: readonly string[]): Promise<unknown> {
  return write(tx, 'f.id = ANY ($2::uuid[])', [ids])
}

function write(tx: Db, which: string, values: readonly unknown[]): Promise<unknown> {
  return tx.query(
    `UPDATE finding SET due_at = d.due
       FROM (SELECT f.id, ${dueAt} AS due FROM finding f
               LEFT JOIN identity i ON i.id = f.identity_id LEFT JOIN environment env ON env.id = i.environment_id
              WHERE ${which}) d
      WHERE finding.id = d.id AND finding.due_at IS DISTINCT FROM d.due`,
    [dueDefaults, ...values],
  )
}
