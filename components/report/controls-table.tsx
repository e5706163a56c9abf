import Link from 'next/link'
import { controlLabel } from '#lib/compliance/report-frameworks.ts'
import type { ReportControl } from '#lib/data/compliance/compliance-report.ts'
import type { ComplianceScope } from '#lib/data/compliance/filter.ts'
import { CountLink } from '../ui/count-link.tsx'
import { controlHref, standingFindingsHref } from './compliance-href.ts'
import { ControlStatusBadge } from './control-status-badge.tsx'

/** The controls of a framework in its own order; every number leads to what it counts. */
export function ControlsTable({
  framework,
  controls,
  scope,
}: {
  framework: string
  controls: readonly ReportControl[]
  scope: ComplianceScope
}) {
  return (
    <div className="overflow-x-auto rounded-lg border bg-surface">
      <table className="data-table w-full border-separate border-spacing-0 text-left">
        <caption className="sr-only">{controls.length} controls</caption>
        <thead className="bg-sunken text-ink-2 text-xs">
          <tr>
            <th scope="col" className="border-b px-3 py-2 font-medium">
              Control
            </th>
            <th scope="col" className="border-b px-3 py-2 font-medium">
              Status
            </th>
            <th scope="col" className="border-b px-3 py-2 text-right font-medium">
              Checks that ran
            </th>
            <th scope="col" className="border-b px-3 py-2 text-right font-medium">
              Failing verdicts
            </th>
            <th scope="col" className="border-b px-3 py-2 text-right font-medium">
              Not assessed
            </th>
            <th scope="col" className="border-b px-3 py-2 text-right font-medium">
              Findings
            </th>
          </tr>
        </thead>
        <tbody>
          {controls.map((assessed) => (
            <ControlLine key={assessed.control.id} framework={framework} assessed={assessed} scope={scope} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ControlLine({
  framework,
  assessed,
  scope,
}: {
  framework: string
  assessed: ReportControl
  scope: ComplianceScope
}) {
  const { control, counts, findings, checks } = assessed
  const standing = findings.open + findings.acknowledged + findings.accepted + findings.falsePositive
  const exceptions = findings.accepted + findings.falsePositive
  return (
    <tr>
      <td className="px-3 sm:py-2!">
        <span className="grid min-w-0 text-left">
          <Link href={controlHref(framework, control, scope)} className="font-medium hover:text-accent hover:underline">
            {controlLabel(control)}
          </Link>
          <span className="max-w-prose text-ink-2 text-sm">
            {control.title}
            {control.titleKind === 'gist' ? <span className="text-ink-3 text-xs"> (our paraphrase)</span> : null}
          </span>
          {control.baselines?.length === 0 ? (
            <span className="text-ink-3 text-xs">In none of the SP 800-53B baselines</span>
          ) : null}
        </span>
      </td>
      <td className="px-3" data-label="Status">
        <span className="grid justify-items-end gap-0.5 sm:justify-items-start">
          <ControlStatusBadge status={assessed.status} reason={assessed.reason} />
          {assessed.reason === null ? null : <span className="text-ink-3 text-xs">{assessed.reason}</span>}
        </span>
      </td>
      <td className="nums px-3 text-right" data-label="Checks that ran">
        {counts.checksMapped === 0 ? <None /> : `${counts.checksRan} of ${counts.checksMapped}`}
      </td>
      <td className="px-3 text-right" data-label="Failing verdicts">
        <Count
          count={counts.fail}
          href={controlHref(framework, control, scope, { outcome: 'fail' })}
          label={`failing verdicts of ${control.id}`}
        />
      </td>
      <td className="px-3 text-right" data-label="Not assessed">
        <Count
          count={counts.notAssessed}
          href={controlHref(framework, control, scope, { outcome: 'not-assessed' })}
          label={`verdicts of ${control.id} not assessed`}
        />
      </td>
      <td className="px-3 text-right" data-label="Findings">
        <span className="grid justify-items-end">
          <Count
            count={standing}
            href={standingFindingsHref(
              checks.map(({ checkId }) => checkId),
              scope,
            )}
            label={`standing findings of ${control.id}`}
          />
          {exceptions === 0 ? null : <span className="text-ink-3 text-xs">{exceptions} as exceptions</span>}
        </span>
      </td>
    </tr>
  )
}

function Count({ count, href, label }: { count: number; href: string; label: string }) {
  return count === 0 ? <None /> : <CountLink count={count} href={href} label={label} className="link" />
}

function None() {
  return <span className="nums text-ink-3">0</span>
}
