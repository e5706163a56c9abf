import Link from 'next/link'
import type { ComparedFramework } from '#lib/compliance/compare-controls.ts'
import { controlChanges } from '#lib/compliance/compare-controls.ts'
import { findingChanges, verdictChanges } from '#lib/compliance/compare-verdicts.ts'
import { controlLabel } from '#lib/compliance/report-frameworks.ts'
import type { ReportComparison } from '#lib/data/report-snapshots/compare-reports.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { Card, Section } from '../../ui/card.tsx'
import { CountLink } from '../../ui/count-link.tsx'
import { PartialNotice } from '../../ui/notice.tsx'
import { Time } from '../../ui/time.tsx'
import { ControlStatusBadge } from '../control-status-badge.tsx'
import { ChangeBadge } from './change-badge.tsx'
import { frozenFrameworkHref, reportHref } from './frozen-href.ts'
import { controlChangeWords, findingChangeWords, verdictChangeWords } from './report-words.ts'

/** What became of everything, in numbers: each leads to what it counts, in the list below. */
export function ComparisonFacts({ comparison }: { comparison: ReportComparison }) {
  const { before, after, differences, verdicts, findings, subjects, frameworks } = comparison
  const isSame = ({ controls, totals }: ComparedFramework) => totals.same === controls.length
  const [changed, unchanged] = [frameworks.filter((one) => !isSame(one)), frameworks.filter(isSame)]
  const href = (query: Readonly<Record<string, unknown>>) =>
    `${reportHref(after.id, { against: before.id, ...query })}#changes`
  return (
    <>
      <p className="text-ink-2 text-sm">
        From{' '}
        <Link href={reportHref(before.id)} className="link">
          <bdi>{escapeUnsafe(before.name)}</bdi>
        </Link>{' '}
        (<Time at={before.asOf} show="absolute" />) to <bdi>{escapeUnsafe(after.name)}</bdi> (
        <Time at={after.asOf} show="absolute" />
        ).
      </p>
      {differences.length === 0 ? null : (
        <PartialNotice>
          <p>The two reports do not ask the same, so not every difference is a change of the estate:</p>
          <ul className="list-disc pl-5">
            {differences.map((line) => (
              <li key={line}>{escapeUnsafe(line)}</li>
            ))}
          </ul>
        </PartialNotice>
      )}
      <div className="grid gap-4 md:grid-cols-2">
        <Card className="grid content-start gap-2">
          <h2 className="font-semibold">Verdicts</h2>
          <ul className="grid gap-1.5">
            {verdictChanges.map((change) => (
              <li key={change} className="flex items-center justify-between gap-3">
                <ChangeBadge change={change} word={verdictChangeWords[change]} />
                <Count
                  count={verdicts[change]}
                  href={href({ change: [change] })}
                  label={`verdicts: ${verdictChangeWords[change]}`}
                />
              </li>
            ))}
          </ul>
          <p className="text-ink-3 text-xs">
            {verdicts.same.toLocaleString('en')} verdicts are the same. Endpoints and identities:{' '}
            {subjects.new.toLocaleString('en')} new, {subjects.gone.toLocaleString('en')} gone.
          </p>
        </Card>
        <Card className="grid content-start gap-2">
          <h2 className="font-semibold">Findings</h2>
          <ul className="grid gap-1.5">
            {findingChanges.map((change) => (
              <li key={change} className="flex items-center justify-between gap-3">
                <ChangeBadge change={change} word={findingChangeWords[change]} />
                <Count
                  count={findings[change]}
                  href={href({ finding: [change] })}
                  label={`findings: ${findingChangeWords[change]}`}
                />
              </li>
            ))}
          </ul>
        </Card>
      </div>
      <Section title="Controls" note="Those whose status is another; frameworks that both reports have.">
        {changed.map((framework) => (
          <FrameworkChanges key={framework.id} framework={framework} report={after.id} />
        ))}
        {unchanged.length === 0 ? null : (
          <p className="text-ink-2 text-sm">
            The status of every control is the same in {unchanged.map(({ title }) => title).join('; ')}.
          </p>
        )}
      </Section>
    </>
  )
}

function Count({ count, href, label }: { count: number; href: string; label: string }) {
  return count === 0 ? (
    <span className="nums text-ink-3">0</span>
  ) : (
    <CountLink count={count} href={href} label={label} className="link font-semibold" />
  )
}

function FrameworkChanges({ framework, report }: { framework: ComparedFramework; report: string }) {
  const changed = framework.controls.filter(({ change }) => change !== 'same')
  const words = controlChanges
    .filter((change) => framework.totals[change] > 0)
    .map((change) => `${framework.totals[change]} ${controlChangeWords[change].toLowerCase()}`)
  return (
    <div className="grid gap-2 rounded-lg border bg-surface p-3">
      <h3 className="font-medium [overflow-wrap:anywhere]">
        <Link href={frozenFrameworkHref(report, framework.id)} className="hover:text-accent hover:underline">
          {framework.title}
        </Link>
        <span className="nums font-normal text-ink-3 text-xs"> {words.join(', ')}</span>
      </h3>
      <ul className="grid gap-1.5">
        {changed.map(({ control, change, before, after }) => (
          <li key={control.id} className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
            <ChangeBadge change={change} word={controlChangeWords[change]} />
            <span className="font-medium">{controlLabel(control)}</span>
            <span className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">{control.title}</span>
            <span className="inline-flex flex-wrap items-center gap-1.5">
              {before === null ? null : <ControlStatusBadge status={before} />}
              <span aria-hidden="true">→</span>
              <span className="sr-only">became</span>
              {after === null ? null : <ControlStatusBadge status={after} />}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
