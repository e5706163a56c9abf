import { beginsDays } from './due-dates.ts'

/** That an event `v` settles its finding. As `beginsDays`, it is the condition of an index on instants, word for word. */
export const settles = `v.kind IN ('resolved', 'accepted', 'false-positive')`

/** That a finding `f` opened, or came back by itself, in an interval; each bound is a placeholder, or absent. */
export function cameCondition(from: string | null, before: string | null): string {
  return happened(beginsDays, from, before)
}

/** That a finding `f` was resolved, accepted or called a false positive in an interval. */
export function settledCondition(from: string | null, before: string | null): string {
  return happened(settles, from, before)
}

function happened(kinds: string, from: string | null, before: string | null): string {
  const bounds = [
    ...(from === null ? [] : [`v.at >= ${from}::timestamptz`]),
    ...(before === null ? [] : [`v.at < ${before}::timestamptz`]),
  ]
  return `EXISTS (SELECT 1 FROM finding_event v WHERE ${['v.finding_id = f.id', kinds, ...bounds].join(' AND ')})`
}

/** That a due date `d` (`finding_due`) was passed before it ceased to hold, or holds still. */
export const wasPassable = '(d.until IS NULL OR d.until > d.due_at)'

/** That a finding `f` was past its due date at an instant (a placeholder), by the date that held then. */
export function overdueAtCondition(at: string): string {
  return `EXISTS (SELECT 1 FROM finding_due d WHERE d.finding_id = f.id AND ${wasPassable}
    AND d.due_at <= ${at}::timestamptz AND d.since <= ${at}::timestamptz AND (d.until IS NULL OR d.until > ${at}::timestamptz))`
}
