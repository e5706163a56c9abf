import Link from 'next/link'
import { controlStatuses } from '#lib/compliance/assess.ts'
import type { ComplianceScope } from '#lib/data/compliance/filter.ts'
import type { FrameworkSummary } from '#lib/data/compliance/list-frameworks.ts'
import { CountLink } from '../ui/count-link.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { frameworkHref, printHref } from './compliance-href.ts'
import { controlStatusWords } from './control-status-badge.tsx'
import { StatusBar } from './status-bar.tsx'
import { notAssessedText } from './totals-text.ts'

/** One framework that reports are made for. */
export function FrameworkCard({ summary, scope }: { summary: FrameworkSummary; scope: ComplianceScope }) {
  const { framework, controls, totals, withoutChecks } = summary
  return (
    <li className="grid min-w-0 content-start gap-3 rounded-lg border bg-surface p-4">
      <div className="flex items-start justify-between gap-2">
        <div className="min-w-0">
          <h3 className="font-semibold [overflow-wrap:anywhere]">
            <Link href={frameworkHref(framework.id, scope)} className="hover:text-accent hover:underline">
              {framework.name}
            </Link>
          </h3>
          <p className="text-ink-3 text-xs">{framework.version}</p>
        </div>
        <LinkButton
          href={printHref(framework.id, scope)}
          size="sm"
          className="shrink-0"
          aria-label={`Report of ${framework.name}`}
        >
          Report
        </LinkButton>
      </div>
      <StatusBar totals={totals} href={(status) => frameworkHref(framework.id, scope, { status: [status] })} />
      <p className="text-ink-2 text-sm">{notAssessedText(controls, totals, withoutChecks)}</p>
      {framework.note === null ? null : <p className="text-ink-3 text-xs">{framework.note}</p>}
    </li>
  )
}

/** Frameworks that checks are mapped to as well, in one table. */
export function FurtherFrameworks({
  summaries,
  scope,
}: {
  summaries: readonly FrameworkSummary[]
  scope: ComplianceScope
}) {
  return (
    <div className="overflow-x-auto rounded-lg border bg-surface">
      <table className="data-table w-full text-left">
        <caption className="sr-only">Further mappings</caption>
        <thead className="bg-sunken text-ink-2 text-xs">
          <tr>
            <th scope="col" className="px-3 py-2 font-medium">
              Framework
            </th>
            {controlStatuses.map((status) => (
              <th key={status} scope="col" className="px-3 py-2 text-right font-medium">
                {controlStatusWords[status]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {summaries.map(({ framework, controls, totals }) => (
            <tr key={framework.id}>
              <td className="px-3">
                <span>
                  <Link href={frameworkHref(framework.id, scope)} className="link">
                    {framework.name}
                  </Link>{' '}
                  <span className="text-ink-3 text-xs">{framework.version}</span>
                </span>
              </td>
              {controls === 0 ? (
                <td className="px-3 text-ink-3 text-sm" colSpan={4} data-label="Controls">
                  never scored
                </td>
              ) : (
                controlStatuses.map((status) => (
                  <td key={status} className="px-3 text-right" data-label={controlStatusWords[status]}>
                    <CountLink
                      count={totals[status]}
                      href={frameworkHref(framework.id, scope, { status })}
                      label={`controls of ${framework.name} ${controlStatusWords[status].toLowerCase()}`}
                    />
                  </td>
                ))
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
