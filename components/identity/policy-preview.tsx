import type { PolicyPreview } from '#lib/data/identities/preview-policy.ts'
import type { PreviewedOutcome } from '#lib/data/policies/policy-effects.ts'
import { countText } from '../ui/count-link.tsx'
import { RungCell, rungStateWords } from '../ui/ladder-strip.tsx'
import { Notice } from '../ui/notice.tsx'
import { SeverityBadge } from '../ui/severity-badge.tsx'
import { VerdictBadge } from '../ui/verdict-badge.tsx'
import { rungNames } from './identity-words.ts'

const most = 100

/** What a policy would change, before it is saved. */
export function PolicyPreviewView({ preview }: { preview: PolicyPreview }) {
  const { changes, judged, ladder, proven } = preview
  if (changes.length === 0 && ladder.length === 0)
    return <Notice>None of {countText(judged)} verdicts would change.</Notice>
  return (
    <section aria-label="Preview" className="grid gap-3 rounded-md border bg-sunken p-3">
      <p className="font-medium">
        {countText(changes.length)} of {countText(judged)} verdicts would change
        {proven.from === proven.to
          ? ''
          : proven.to
            ? '; the identity would be proven'
            : '; the identity would no longer be proven'}
        .
      </p>
      {ladder.length === 0 ? null : (
        <ul className="grid gap-1 text-sm">
          {ladder.map(({ rung, from, to }) => (
            <li key={rung} className="flex flex-wrap items-center gap-1.5">
              <span className="w-20 font-medium">{rungNames[rung]}</span>
              <RungCell state={from} /> {rungStateWords[from]} <span aria-hidden="true">→</span>
              <span className="sr-only">becomes</span> <RungCell state={to} /> {rungStateWords[to]}
            </li>
          ))}
        </ul>
      )}
      <ul className="grid gap-2 text-sm">
        {changes.slice(0, most).map((change) => (
          <li
            key={`${change.checkId} ${change.subjectId}`}
            className="grid gap-1 border-t pt-2 [overflow-wrap:anywhere]"
          >
            <span>
              <span className="font-medium">{change.title}</span>
              {change.endpoint === null ? null : (
                <span className="text-ink-3">
                  {' '}
                  at <bdi>{change.endpoint.name}</bdi>
                </span>
              )}
            </span>
            <span className="flex flex-wrap items-center gap-1.5">
              <Outcome outcome={change.from} /> <span aria-hidden="true">→</span>
              <span className="sr-only">becomes</span> <Outcome outcome={change.to} />
            </span>
            {change.to.reason === null ? null : (
              <span className="text-ink-3 text-xs">
                {change.from.outcome === change.to.outcome ? 'the reason becomes: ' : ''}
                {change.to.reason}
              </span>
            )}
          </li>
        ))}
      </ul>
      {changes.length > most ? <p className="text-ink-3 text-xs">The first {most} are shown.</p> : null}
    </section>
  )
}

function Outcome({ outcome: { outcome, severity, reason } }: { outcome: PreviewedOutcome }) {
  return (
    <>
      <VerdictBadge outcome={outcome} reason={reason} />
      {severity === null ? null : <SeverityBadge severity={severity} />}
    </>
  )
}
