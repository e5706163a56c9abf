import { beginsDays, dueDay, dueDays } from './due-dates.ts'

/** Kinds of events after which a finding is somebody's to deal with, and those that settle it. */
export const openingKinds = `('opened', 'reopened', 'acceptance-expired', 'acknowledged')`
export const settlingKinds = `('resolved', 'accepted', 'false-positive')`

/** That a finding `f` opened, or came back by itself, in an interval; each bound is a placeholder, or absent. */
export function cameCondition(from: string | null, before: string | null): string {
  return happened(beginsDays, from, before)
}

/** That a finding `f` was resolved, accepted or called a false positive in an interval. */
export function settledCondition(from: string | null, before: string | null): string {
  return happened(`v.kind IN ${settlingKinds}`, from, before)
}

function happened(kinds: string, from: string | null, before: string | null): string {
  const bounds = [
    ...(from === null ? [] : [`v.at >= ${from}::timestamptz`]),
    ...(before === null ? [] : [`v.at < ${before}::timestamptz`]),
  ]
  return `EXISTS (SELECT 1 FROM finding_event v WHERE ${['v.finding_id = f.id', kinds, ...bounds].join(' AND ')})`
}

/** What an event `v` says of the severity from then on; null where it says nothing. */
export const saidSeverity = `CASE WHEN v.kind IN ('opened', 'reopened', 'acceptance-expired', 'severity-changed')
  THEN COALESCE(v.detail ->> 'to', v.detail ->> 'severity') END`

/**
 * That a finding `f` was past its due date at an instant, by its history and the days that policies give now; over the
 * tables of findings. `at` and `defaults` (`dueDefaults`) are placeholders.
 */
export function overdueAtCondition(at: string, defaults: string): string {
  const known = `v.finding_id = f.id AND v.at <= ${at}::timestamptz`
  return `f.opened_at <= ${at}::timestamptz AND EXISTS (SELECT 1 FROM (SELECT
      (SELECT v.kind FROM finding_event v WHERE ${known} AND (v.kind IN ${openingKinds} OR v.kind IN ${settlingKinds})
        ORDER BY v.id DESC LIMIT 1) AS kind,
      (SELECT max(v.at) FROM finding_event v WHERE ${known} AND ${beginsDays}) AS began,
      (SELECT ${saidSeverity} FROM finding_event v WHERE ${known} AND ${saidSeverity} IS NOT NULL
        ORDER BY v.id DESC LIMIT 1) AS severity) past
    WHERE past.kind IN ${openingKinds} AND past.began + ${dueDays('past.severity', defaults)} * ${dueDay} <= ${at}::timestamptz)`
}
