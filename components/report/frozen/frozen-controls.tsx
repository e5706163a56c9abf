import { ChevronDown } from 'lucide-react'
import Link from 'next/link'
import { controlLabel } from '#lib/compliance/report-frameworks.ts'
import type { ReportControl } from '#lib/compliance/report-snapshot.ts'
import { citationVerdicts } from '#lib/compliance/source-citations.ts'
import { Badge } from '../../ui/badge.tsx'
import { CountLink } from '../../ui/count-link.tsx'
import { ControlStatusBadge } from '../control-status-badge.tsx'
import { RelationBadge } from '../mapped-checks.tsx'
import { frozenCheckHref } from './frozen-href.ts'

const outcomes = [
  ['fail', 'fail', 'fail'],
  ['not-assessed', 'notAssessed', 'not assessed'],
  ['pass', 'pass', 'pass'],
  ['not-applicable', 'notApplicable', 'not applicable'],
] as const

/** Controls with the checks behind them; every number of a check leads to its judgements in the report. */
export function FrozenControls({ report, controls }: { report: string; controls: readonly ReportControl[] }) {
  return (
    <ul className="divide-y rounded-lg border bg-surface">
      {controls.map((assessed) => (
        <li key={assessed.control.id} id={assessed.control.oscalId} className="scroll-mt-16">
          <Control report={report} assessed={assessed} />
        </li>
      ))}
    </ul>
  )
}

function Control({ report, assessed }: { report: string; assessed: ReportControl }) {
  const { control, counts, findings, checks } = assessed
  const standing = findings.open + findings.acknowledged + findings.accepted + findings.falsePositive
  return (
    <details className="group" open={assessed.status === 'not-satisfied' && checks.length < 4}>
      <summary className="grid cursor-pointer gap-1 p-3 hover:bg-hover sm:grid-cols-[minmax(0,1fr)_auto] sm:gap-x-6">
        <span className="grid min-w-0 [overflow-wrap:anywhere]">
          <span>
            <span className="font-medium">{controlLabel(control)}</span> {control.title}
            {control.titleKind === 'gist' ? <span className="text-ink-3 text-xs"> (our paraphrase)</span> : null}
          </span>
          <span className="text-ink-3 text-xs">
            {assessed.reason === null ? '' : `${assessed.reason}. `}
            {counts.checksRan} of {counts.checksMapped} checks ran;{' '}
            {plural(counts.fail, 'verdict fails', 'verdicts fail')}, {counts.notAssessed} not assessed;{' '}
            {plural(standing, 'finding', 'findings')}, of which {findings.accepted + findings.falsePositive} as
            exceptions
          </span>
        </span>
        <span className="flex items-center gap-2 justify-self-start sm:justify-self-end">
          <ControlStatusBadge status={assessed.status} reason={assessed.reason} />
          <ChevronDown aria-hidden="true" className="size-4 text-ink-3 group-open:rotate-180" />
        </span>
      </summary>
      <div className="grid gap-2 border-t bg-sunken p-3">
        {assessed.citations.map((citation) => (
          <p key={citation.key} className="text-ink-2 text-xs">
            As cited by the source guidance: {citation.asCited.framework}{' '}
            {citation.asCited.reference ?? '(no reference given)'}; {citationVerdicts[citation.verdict]}. {citation.why}
          </p>
        ))}
        {checks.length === 0 ? (
          <p className="text-ink-3 text-sm">No check speaks to it.</p>
        ) : (
          <ul className="grid gap-2">
            {checks.map((check) => (
              <li key={check.checkId} className="grid gap-1 rounded-md border bg-surface p-2.5">
                <p className="flex flex-wrap items-center gap-2">
                  <Link href={frozenCheckHref(report, check.checkId)} className="link font-medium">
                    {check.title}
                  </Link>
                  <RelationBadge relation={check.relation} />
                  {check.ran ? null : (
                    <Badge className="border-unknown-mark border-dashed bg-unknown-bg text-unknown-fg">
                      did not run
                    </Badge>
                  )}
                </p>
                <p className="max-w-prose text-ink-2 text-sm">{check.rationale}</p>
                <ul className="nums flex flex-wrap gap-x-4 gap-y-1 text-sm">
                  {outcomes.map(([outcome, key, words]) => (
                    <li key={outcome} className={check[key] === 0 ? 'text-ink-3' : ''}>
                      {check[key] === 0 ? (
                        0
                      ) : (
                        <CountLink
                          count={check[key]}
                          href={frozenCheckHref(report, check.checkId, { outcome })}
                          label={`verdicts ${words} of ${check.title}`}
                          className="link font-medium"
                        />
                      )}{' '}
                      {words}
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  )
}

function plural(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}
