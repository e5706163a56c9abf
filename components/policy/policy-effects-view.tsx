import Link from 'next/link'
import type { PolicyEffects, PreviewedOutcome, RungMove } from '#lib/checks/policy-effects.ts'
import type { PolicyRef } from '#lib/data/policies/policy-ref.ts'
import { rungNames } from '../identity/identity-words.ts'
import { countText } from '../ui/count-link.tsx'
import { RungCell, rungStateWords } from '../ui/ladder-strip.tsx'
import { Notice, PartialNotice } from '../ui/notice.tsx'
import { SeverityBadge } from '../ui/severity-badge.tsx'
import { VerdictBadge } from '../ui/verdict-badge.tsx'

/** What a policy would change, before it is saved: of one identity, or of all that answers to an environment. */
export function PolicyEffectsView({
  effects,
  of,
  running,
}: {
  effects: PolicyEffects
  of: PolicyRef
  /** More of it is being judged. */
  running: boolean
}) {
  const { answering, judged, changed, ladder, proven } = effects
  const left = answering.identities - judged.identities
  return (
    <section aria-label="Preview" aria-busy={running} className="grid gap-3 rounded-md border bg-sunken p-3">
      <p role="status" className="font-medium">
        {headline(effects)}
        {of.kind === 'identity' ? provenOfOne(effects) : ''}
      </p>
      {of.kind === 'identity' ? null : (
        <p className="text-ink-2 text-sm">
          {countText(judged.identities)} of {countText(answering.identities)} identities that answer to what changes
          were judged{changed.identities > 0 ? `; ${countText(changed.identities)} would change` : ''}
          {proven.gained > 0 ? `; ${countText(proven.gained)} would become proven` : ''}
          {proven.lost > 0 ? `; ${countText(proven.lost)} would no longer be proven` : ''}.
        </p>
      )}
      {effects.next !== null && !running ? (
        <PartialNotice>{countText(left)} identities were left out: the preview was stopped.</PartialNotice>
      ) : null}
      {ladder.length === 0 ? null : (
        <ul aria-label="Rungs" className="grid gap-1 text-sm">
          {ladder.map((move) => (
            <li key={`${move.rung} ${move.from} ${move.to}`} className="flex flex-wrap items-center gap-1.5">
              <span className="w-20 font-medium">{rungNames[move.rung]}</span>
              <Move move={move} />
              {of.kind === 'identity' ? null : <span className="text-ink-3">{identitiesText(move.identities)}</span>}
            </li>
          ))}
        </ul>
      )}
      {of.kind === 'identity' ? null : <ByCheck effects={effects} />}
      {of.kind === 'identity' ? null : <ByIdentity effects={effects} />}
      <Verdicts effects={effects} named={of.kind === 'environment'} />
    </section>
  )
}

function headline({ changed, judged, answering }: PolicyEffects): string {
  if (answering.identities + answering.endpoints === 0) return 'No verdict would change.'
  if (changed.verdicts === 0) return `None of ${countText(judged.verdicts)} verdicts would change.`
  return `${countText(changed.verdicts)} of ${countText(judged.verdicts)} verdicts would change.`
}

function provenOfOne({ proven }: PolicyEffects): string {
  if (proven.gained > 0) return ' The identity would be proven.'
  return proven.lost > 0 ? ' The identity would no longer be proven.' : ''
}

function identitiesText(count: number): string {
  return `${countText(count)} ${count === 1 ? 'identity' : 'identities'}`
}

function Move({ move: { from, to } }: { move: RungMove }) {
  return (
    <>
      <RungCell state={from} /> {rungStateWords[from]} <Becomes /> <RungCell state={to} /> {rungStateWords[to]}
    </>
  )
}

function Becomes() {
  return (
    <>
      <span aria-hidden="true">→</span>
      <span className="sr-only">becomes</span>
    </>
  )
}

function ByCheck({ effects: { checks } }: { effects: PolicyEffects }) {
  if (checks.length === 0) return null
  return (
    <table className="w-full text-left text-sm">
      <caption className="pb-1 text-left font-medium">By check</caption>
      <thead className="text-ink-3 text-xs">
        <tr>
          <th scope="col">Check</th>
          <th scope="col" className="text-right">
            Begin to fail
          </th>
          <th scope="col" className="text-right">
            Cease to
          </th>
          <th scope="col" className="text-right">
            Otherwise
          </th>
        </tr>
      </thead>
      <tbody>
        {checks.map(({ checkId, title, begin, cease, other }) => (
          <tr key={checkId} className="border-t">
            <td className="py-1 pr-2 [overflow-wrap:anywhere]">{title}</td>
            <td className="nums text-right">{begin}</td>
            <td className="nums text-right">{cease}</td>
            <td className="nums text-right">{other}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function ByIdentity({ effects: { identities, changed } }: { effects: PolicyEffects }) {
  if (identities.length === 0) return null
  const more = changed.identities - identities.length
  return (
    <details>
      <summary className="cursor-pointer font-medium text-sm">By identity</summary>
      <ul className="mt-1 grid gap-1 text-sm">
        {identities.map(({ identity, changed: verdicts, ladder }) => (
          <li key={identity?.id ?? 'none'} className="border-t pt-1 [overflow-wrap:anywhere]">
            {identity === null ? (
              'Endpoints without an identity'
            ) : (
              <Link href={`/identities/${identity.id}`} className="link">
                <bdi>{identity.name}</bdi>
              </Link>
            )}{' '}
            <span className="text-ink-3">
              {countText(verdicts)} {verdicts === 1 ? 'verdict' : 'verdicts'}
              {ladder.map(({ rung, to }) => `; ${rungNames[rung].toLowerCase()}: ${rungStateWords[to]}`).join('')}
            </span>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="text-ink-3 text-xs">And {identitiesText(more)} more.</p> : null}
    </details>
  )
}

function Verdicts({ effects: { verdicts, changed }, named }: { effects: PolicyEffects; named: boolean }) {
  if (verdicts.length === 0) return null
  const list = (
    <ul className="grid gap-2 text-sm">
      {verdicts.map((change) => (
        <li key={`${change.checkId} ${change.subjectId}`} className="grid gap-1 border-t pt-2 [overflow-wrap:anywhere]">
          <span>
            <span className="font-medium">{change.title}</span>
            <span className="text-ink-3">
              {change.endpoint === null ? null : (
                <>
                  {' '}
                  at <bdi>{change.endpoint.name}</bdi>
                </>
              )}
              {named && change.identity !== null ? (
                <>
                  {' '}
                  of <bdi>{change.identity.name}</bdi>
                </>
              ) : null}
            </span>
          </span>
          <span className="flex flex-wrap items-center gap-1.5">
            <Outcome outcome={change.from} /> <Becomes /> <Outcome outcome={change.to} />
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
  )
  const more = changed.verdicts - verdicts.length
  return (
    <>
      {named ? (
        <details>
          <summary className="cursor-pointer font-medium text-sm">Verdicts</summary>
          {list}
        </details>
      ) : (
        list
      )}
      {more > 0 ? (
        <Notice>
          The first {verdicts.length} are listed; {countText(more)} more would change.
        </Notice>
      ) : null}
    </>
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
