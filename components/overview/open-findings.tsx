import Link from 'next/link'
import type { Severity } from '#lib/core/severity.ts'
import type { OpenFindings as Open } from '#lib/data/reports/open-findings-by-severity.ts'
import { SeverityMark } from '../ui/severity-badge.tsx'
import { Time } from '../ui/time.tsx'
import { Panel } from './panel.tsx'

const bars: Readonly<Record<Severity, string>> = {
  critical: 'bg-critical-mark',
  high: 'bg-high-mark',
  medium: 'bg-medium-mark',
  low: 'bg-low-mark',
  info: 'bg-info-mark',
}

/** Open findings by severity, with what a week has changed. */
export function OpenFindings({ findings, className = '' }: { findings: Open; className?: string }) {
  const most = Math.max(1, ...findings.severities.map((line) => line.open))
  return (
    <Panel
      title="What is worst"
      asOf={findings.asOf}
      className={className}
      note={
        <>
          <Link href={`/findings?${findings.query}`} className="link nums">
            {findings.total.toLocaleString('en')} open findings
          </Link>
          {findings.totalBefore === null ? (
            '. There is no record of a week ago to compare with.'
          ) : (
            <>
              ; {findings.totalBefore.toLocaleString('en')} were open <Time at={findings.comparedAt} />.
            </>
          )}
        </>
      }
    >
      <table className="w-full">
        <caption className="sr-only">Open findings by severity</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Severity</th>
            <th scope="col">Share</th>
            <th scope="col">Open</th>
            <th scope="col">Change in a week</th>
          </tr>
        </thead>
        <tbody>
          {findings.severities.map(({ severity, open, before, query }) => (
            <tr key={severity}>
              <th scope="row" className="w-px whitespace-nowrap py-1.5 pr-3 text-left font-normal text-sm">
                <SeverityMark severity={severity} label />
              </th>
              <td aria-hidden="true" className="py-1.5">
                <div className="h-2.5 rounded-[2px] bg-sunken">
                  <div
                    className={`h-full rounded-[2px] ${bars[severity]}`}
                    style={{ width: `${(100 * open) / most}%` }}
                  />
                </div>
              </td>
              <td className="w-px py-1.5 pl-3 text-right">
                <Link href={`/findings?${query}`} className="nums font-semibold text-base hover:underline">
                  {open.toLocaleString('en')}
                  <span className="sr-only"> open findings</span>
                </Link>
              </td>
              <td className="nums w-px whitespace-nowrap py-1.5 pl-3 text-right text-ink-3 text-xs">
                <Change open={open} before={before} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function Change({ open, before }: { open: number; before: number | null }) {
  if (before === null) return null
  const difference = open - before
  const title = `${before.toLocaleString('en')} a week ago`
  if (difference === 0) return <span title={title}>±0</span>
  return (
    <span title={title} className="font-medium text-ink-2">
      {difference > 0 ? '▲' : '▼'} {Math.abs(difference).toLocaleString('en')}
      <span className="sr-only">{difference > 0 ? ' more' : ' fewer'} than a week ago</span>
    </span>
  )
}
