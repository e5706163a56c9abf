import Link from 'next/link'
import { type CheckGroup, checkGroups } from '#lib/checks/contract.ts'
import { verdictOutcomes } from '#lib/data/compliance/filter.ts'
import type { CheckSummary } from '#lib/data/compliance/list-checks.ts'
import { groupWords } from '../finding/group-words.ts'
import { Section } from '../ui/card.tsx'
import { CountLink } from '../ui/count-link.tsx'
import { SeverityBadge } from '../ui/severity-badge.tsx'
import { checkHref } from './check-href.ts'
import { standingFindingsHref } from './compliance-href.ts'
import { outcomeWords } from './outcome-words.ts'

/** The catalogue by group, each check with what it gives now. */
export function ChecksList({ summaries }: { summaries: readonly CheckSummary[] }) {
  return checkGroups.map((group) => {
    const own = summaries.filter(({ check }) => check.group === group)
    return own.length === 0 ? null : <Group key={group} group={group} summaries={own} />
  })
}

function Group({ group, summaries }: { group: CheckGroup; summaries: readonly CheckSummary[] }) {
  const failing = summaries.filter(({ counts }) => counts.fail > 0).length
  return (
    <Section
      id={group}
      title={groupWords(group)}
      note={`${summaries.length} ${summaries.length === 1 ? 'check' : 'checks'}, ${failing} with failures`}
    >
      <ul className="divide-y rounded-lg border bg-surface">
        {summaries.map((summary) => (
          <Line key={summary.check.id} summary={summary} />
        ))}
      </ul>
    </Section>
  )
}

function Line({ summary: { check, severities, counts, standing } }: { summary: CheckSummary }) {
  return (
    <li className="grid gap-1.5 p-3 md:grid-cols-[minmax(0,1fr)_auto] md:gap-x-6">
      <div className="grid min-w-0 gap-1">
        <p className="flex flex-wrap items-center gap-2">
          <Link href={checkHref(check.id)} prefetch={false} className="font-medium hover:text-accent hover:underline">
            {check.title}
          </Link>
          {severities.map((severity) => (
            <SeverityBadge key={severity} severity={severity} />
          ))}
        </p>
        <p className="max-w-prose text-ink-2 text-sm">{check.why}</p>
      </div>
      <ul className="nums flex flex-wrap content-start gap-x-4 gap-y-1 text-sm md:max-w-64 md:justify-end">
        {verdictOutcomes.map((outcome) => (
          <li key={outcome} className={counts[outcome] === 0 ? 'text-ink-3' : ''}>
            {counts[outcome] === 0 ? (
              0
            ) : (
              <CountLink
                count={counts[outcome]}
                href={checkHref(check.id, { outcome })}
                label={`verdicts ${outcomeWords[outcome].toLowerCase()} of ${check.title}`}
                className="link font-medium"
              />
            )}{' '}
            {outcomeWords[outcome].toLowerCase()}
          </li>
        ))}
        <li className={standing === 0 ? 'text-ink-3' : ''}>
          {standing === 0 ? (
            0
          ) : (
            <CountLink
              count={standing}
              href={standingFindingsHref([check.id], {})}
              label={`standing findings of ${check.title}`}
              className="link font-medium"
            />
          )}{' '}
          {standing === 1 ? 'finding' : 'findings'}
        </li>
      </ul>
    </li>
  )
}
