import Link from 'next/link'
import { checkGroups, type Verdict } from '#lib/checks/contract.ts'
import type { IdentityVerdict, IdentityVerdicts as Verdicts } from '#lib/data/identities/list-identity-verdicts.ts'
import { groupWords } from '../finding/group-words.ts'
import { Section } from '../ui/card.tsx'
import { PartialNotice } from '../ui/notice.tsx'
import { SeverityBadge } from '../ui/severity-badge.tsx'
import { Time } from '../ui/time.tsx'
import { VerdictBadge } from '../ui/verdict-badge.tsx'

const outcomes = ['fail', 'not-assessed', 'pass', 'not-applicable'] as const

const outcomeWords: Readonly<Record<Verdict['outcome'], string>> = {
  fail: 'fail',
  'not-assessed': 'not assessed',
  pass: 'pass',
  'not-applicable': 'not applicable',
}

/** "All verdicts": every check on the identity and on its endpoints, by group. */
export function IdentityVerdicts({ verdicts }: { verdicts: Verdicts }) {
  const groups = checkGroups.flatMap((group) => {
    const own = verdicts.rows.filter((verdict) => verdict.group === group)
    return own.length === 0 ? [] : [{ group, rows: own }]
  })
  return (
    <Section
      id="verdicts"
      title="All verdicts"
      note="Every check that speaks of the identity or of one of its endpoints. Not assessed never counts as a pass."
    >
      {groups.length === 0 ? <p className="text-ink-2">Nothing was judged yet.</p> : null}
      {verdicts.more ? (
        <PartialNotice>There are more verdicts than are shown; the API gives those of each endpoint.</PartialNotice>
      ) : null}
      {groups.length === 0 ? null : (
        <div className="divide-y rounded-lg border bg-surface">
          {groups.map(({ group, rows }) => (
            <details key={group} className="px-3 py-2">
              <summary className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="font-medium">{groupWords(group)}</span>
                <span className="nums text-ink-3 text-xs">{tally(rows)}</span>
              </summary>
              <ul className="mt-1 divide-y">
                {[...Map.groupBy(rows, ({ checkId }) => checkId)].map(([checkId, own]) => (
                  <Check key={checkId} checkId={checkId} verdicts={own} />
                ))}
              </ul>
            </details>
          ))}
        </div>
      )}
    </Section>
  )
}

function tally(rows: readonly IdentityVerdict[]): string {
  return outcomes
    .flatMap((outcome) => {
      const count = rows.filter((row) => row.outcome === outcome).length
      return count === 0 ? [] : [`${count.toLocaleString('en')} ${outcomeWords[outcome]}`]
    })
    .join(' · ')
}

const shownEndpoints = 20

function Check({ checkId, verdicts }: { checkId: string; verdicts: readonly IdentityVerdict[] }) {
  const [first] = verdicts
  if (first === undefined) return null
  return (
    <li
      id={`check-${checkId}`}
      className="grid scroll-mt-20 gap-1 py-2 text-sm target:bg-accent-soft md:grid-cols-[minmax(0,18rem)_minmax(0,1fr)] md:gap-4"
    >
      <div>
        <span className="font-medium">{first.title}</span>
        <code className="block font-mono text-ink-3 text-xs [overflow-wrap:anywhere]">{checkId}</code>
      </div>
      <ul className="grid gap-1.5">
        {verdicts.slice(0, shownEndpoints).map((verdict) => (
          <li key={verdict.subjectId} className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
            <VerdictBadge outcome={verdict.outcome} reason={verdict.reason} />
            {verdict.severity === null ? null : <SeverityBadge severity={verdict.severity} />}
            {verdict.endpoint === null ? (
              <span className="text-ink-2">the identity</span>
            ) : (
              <Link
                href={`/endpoints/${verdict.endpoint.id}`}
                prefetch={false}
                className="text-ink-2 [overflow-wrap:anywhere] hover:text-accent hover:underline"
              >
                <bdi>{verdict.endpoint.name}</bdi>
              </Link>
            )}
            {verdict.reason === null ? null : (
              <span className="text-ink-3 [overflow-wrap:anywhere]">{verdict.reason}</span>
            )}
            <span className="text-ink-3 text-xs">
              since <Time at={verdict.since} />
            </span>
          </li>
        ))}
        {verdicts.length > shownEndpoints ? (
          <li className="text-ink-3 text-xs">and {verdicts.length - shownEndpoints} more endpoints</li>
        ) : null}
      </ul>
    </li>
  )
}
