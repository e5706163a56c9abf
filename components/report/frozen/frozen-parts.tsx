import Link from 'next/link'
import type { ReportException, ReportSummary } from '#lib/compliance/report-snapshot.ts'
import { severities } from '#lib/core/severity.ts'
import { SeverityBadge } from '../../ui/severity-badge.tsx'
import { ExceptionsTable } from '../exceptions-table.tsx'
import { byReason } from '../print/by-reason.ts'
import { StatusBar } from '../status-bar.tsx'
import { notAssessedText } from '../totals-text.ts'
import { frozenFrameworkHref } from './frozen-href.ts'

/** Each framework with its totals, which lead to its controls. */
export function FrozenFrameworks({ summary }: { summary: ReportSummary }) {
  return (
    <ul className="grid gap-4 lg:grid-cols-2">
      {summary.frameworks.map((framework) => (
        <li key={framework.id} className="grid min-w-0 content-start gap-3 rounded-lg border bg-surface p-4">
          <div>
            <h3 className="font-semibold [overflow-wrap:anywhere]">
              <Link href={frozenFrameworkHref(summary.id, framework.id)} className="hover:text-accent hover:underline">
                {framework.name}
              </Link>
            </h3>
            <p className="text-ink-3 text-xs">{framework.version}</p>
          </div>
          <StatusBar
            totals={framework.totals}
            href={(status) => frozenFrameworkHref(summary.id, framework.id, { status: [status] })}
          />
          <p className="text-ink-2 text-sm">
            {notAssessedText(
              framework.controls.length,
              framework.totals,
              framework.controls.filter(({ checks }) => checks.length === 0).length,
            )}
          </p>
          {framework.note === null ? null : <p className="text-ink-3 text-xs">{framework.note}</p>}
        </li>
      ))}
    </ul>
  )
}

/** Active findings as they stood, worst first. */
export function FrozenFindings({ summary }: { summary: ReportSummary }) {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-2">
      {severities.toReversed().map((severity) => (
        <li key={severity} className="flex items-center gap-1.5">
          <SeverityBadge severity={severity} />
          <span className="nums font-semibold">{summary.findingsBySeverity[severity].toLocaleString('en')}</span>
        </li>
      ))}
    </ul>
  )
}

export function FrozenExceptions({ exceptions }: { exceptions: readonly ReportException[] }) {
  return (
    <ExceptionsTable
      exceptions={exceptions.map(({ findingId, approver, ...rest }) => ({
        ...rest,
        id: findingId,
        approvedBy: approver,
      }))}
    />
  )
}

/** By reason, with the checks that it silenced. */
export function FrozenNotAssessed({ summary }: { summary: ReportSummary }) {
  const titles = new Map(summary.checks.map(({ id, title }) => [id, title]))
  if (summary.notAssessed.length === 0)
    return <p className="text-ink-2 text-sm">Every check judged all that was in scope.</p>
  return (
    <div className="overflow-x-auto rounded-lg border bg-surface">
      <table className="data-table w-full text-left">
        <caption className="sr-only">Why verdicts could not be given</caption>
        <thead className="bg-sunken text-ink-2 text-xs">
          <tr>
            <th scope="col" className="px-3 py-2 font-medium">
              Reason
            </th>
            <th scope="col" className="px-3 py-2 font-medium">
              Checks
            </th>
            <th scope="col" className="px-3 py-2 text-right font-medium">
              Verdicts
            </th>
          </tr>
        </thead>
        <tbody>
          {byReason(summary.notAssessed, (id) => titles.get(id) ?? id).map(({ reason, titles: silenced, count }) => (
            <tr key={reason}>
              <td className="px-3 [overflow-wrap:anywhere] sm:w-1/3">{reason}</td>
              <td data-label="Checks" className="px-3 text-ink-2 text-xs [overflow-wrap:anywhere]">
                <Checks titles={silenced} />
              </td>
              <td data-label="Verdicts" className="nums px-3 text-right">
                {count.toLocaleString('en')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const shownChecks = 4

/** An endpoint that was not reached silences nearly every check. */
function Checks({ titles }: { titles: readonly string[] }) {
  const more = titles.slice(shownChecks)
  return (
    <div>
      {titles.slice(0, shownChecks).join('; ')}
      {more.length === 0 ? null : (
        <details>
          <summary className="link w-fit cursor-pointer">and {more.length} more checks</summary>
          {more.join('; ')}
        </details>
      )}
    </div>
  )
}
