import type { FindingEvent } from '#lib/data/findings/list-finding-events.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { absoluteTime, Time } from '../ui/time.tsx'

const words: Readonly<Record<string, string>> = {
  opened: 'found it',
  reopened: 'opened it again',
  resolved: 'found it resolved',
  'severity-changed': 'changed the severity',
  acknowledged: 'acknowledged it',
  'acceptance-proposed': 'proposed to accept it',
  'acceptance-declined': 'declined the acceptance',
  accepted: 'accepted it',
  'acceptance-expired': 'opened it again: the acceptance ended',
  'false-positive': 'called it a false positive',
  assigned: 'assigned it',
  commented: 'commented',
}

/** What happened to a finding, newest first. */
export function FindingHistory({ events }: { events: readonly FindingEvent[] }) {
  return (
    <ol className="grid gap-0 border-line border-l pl-4">
      {events.toReversed().map((event) => (
        <li key={event.id} className="relative pb-3">
          <span
            aria-hidden="true"
            className="absolute top-1.5 -left-[1.3125rem] size-2.5 rounded-full border-2 border-line-strong bg-page"
          />
          <p className="text-sm">
            <span className="font-medium">{event.actorName}</span> {deedOf(event)}
            {summary(event)}
            {remark(event)}{' '}
            <span className="text-ink-3 text-xs">
              <Time at={event.at} />
            </span>
          </p>
          <Said detail={event.detail} />
        </li>
      ))}
    </ol>
  )
}

/** The words of a person: a comment, a reason, a note. */
function Said({ detail }: { detail: FindingEvent['detail'] }) {
  const text = textOf(detail.text) ?? textOf(detail.reason) ?? textOf(detail.note)
  if (text === null) return null
  return (
    <p className="mt-1 whitespace-pre-wrap rounded-md border bg-surface px-3 py-2 text-sm [overflow-wrap:anywhere]">
      {text.split('\n').map(escapeUnsafe).join('\n')}
    </p>
  )
}

const lapses: Readonly<Record<string, string>> = {
  ended: 'let the proposed acceptance lapse: its end has passed',
  'severity-rose': 'let the proposed acceptance lapse: the severity rose',
  resolved: 'let the proposed acceptance lapse: it is resolved',
}

function deedOf({ kind, detail }: FindingEvent): string {
  const because = textOf(detail.because)
  if (kind === 'acceptance-declined') {
    if (because !== null) return lapses[because] ?? 'let the proposed acceptance lapse'
    return detail.own === true ? 'took the proposed acceptance back' : 'declined the acceptance'
  }
  if (kind === 'accepted' && textOf(detail.proposedBy) !== null) return 'approved the acceptance'
  if (kind === 'acceptance-expired' && because === 'severity-rose')
    return 'opened it again: the severity rose to where an acceptance needs approval'
  if (kind === 'acceptance-expired' && because === 'certificate-changed')
    return 'opened it again: another certificate than the one it was accepted for fails'
  return words[kind] ?? kind
}

/** What a deed is qualified by, at its end. */
function remark({ kind, detail }: FindingEvent): string {
  if (kind !== 'accepted') return ''
  const proposedBy = textOf(detail.proposedBy)
  const proposed = proposedBy === null ? '' : `, as ${proposedBy} proposed`
  return detail.sole === true ? `${proposed}, as the only active administrator` : proposed
}

function summary({ kind, detail }: FindingEvent): string {
  if (kind === 'opened') return textOf(detail.severity) === null ? '' : ` as ${textOf(detail.severity)}`
  if (kind === 'severity-changed') return ` from ${textOf(detail.from)} to ${textOf(detail.to)}`
  if (kind === 'assigned') return detail.assigneeId === null ? ' to nobody' : ` to ${textOf(detail.assigneeName)}`
  if (kind === 'reopened' && detail.because === 'failed-again') return ': the check failed again'
  if (kind === 'reopened' && detail.because === 'severity-rose')
    return ': the severity rose to where an administrator calls it a false positive'
  if (kind === 'resolved')
    return detail.because === 'not-applicable' ? ': the check does not apply any more' : ': the check passed'
  const until = textOf(detail.until)
  if (kind === 'commented') return mentionedOf(detail)
  return (kind === 'accepted' || kind === 'acceptance-proposed') && until !== null
    ? ` until ${absoluteTime(new Date(until))}`
    : ''
}

function mentionedOf(detail: FindingEvent['detail']): string {
  const mentioned = Array.isArray(detail.mentioned) ? detail.mentioned : []
  const names = mentioned.flatMap((user: unknown) =>
    typeof user === 'object' && user !== null && 'name' in user ? (textOf(user.name) ?? []) : [],
  )
  return names.length === 0 ? '' : ` and told ${names.join(', ')}`
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
