import Link from 'next/link'
import type { FindingRow } from '#lib/data/findings/finding-row.ts'
import { subjectHref } from '../finding/subject-href.ts'
import { SeverityBadge } from '../ui/severity-badge.tsx'
import { Time } from '../ui/time.tsx'
import { NothingHere, Panel } from './panel.tsx'

/** The findings at the head of the triage list. */
export function WorstFindings({
  findings,
  allHref,
  asOf,
  className = '',
}: {
  findings: readonly FindingRow[]
  allHref: string
  asOf: Date
  className?: string
}) {
  const all = (
    <Link href={allHref} className="link">
      All open findings
    </Link>
  )
  return (
    <Panel
      title="Top findings"
      note="The worst first; of equal ones the newest."
      asOf={asOf}
      actions={all}
      className={className}
    >
      {findings.length === 0 ? (
        <NothingHere>No finding is open.</NothingHere>
      ) : (
        <ol className="grid grid-cols-1 divide-y">
          {findings.map((finding) => (
            <li
              key={finding.id}
              className="grid grid-cols-[4.75rem_minmax(0,1fr)] items-center gap-x-3 py-1.5 sm:grid-cols-[4.75rem_minmax(0,1fr)_auto]"
            >
              <span>
                <SeverityBadge severity={finding.severity} />
              </span>
              <div className="min-w-0">
                <Link
                  href={`/findings/${finding.id}`}
                  title={finding.title}
                  className="block font-medium [overflow-wrap:anywhere] hover:text-accent hover:underline sm:truncate"
                >
                  {finding.title}
                </Link>
                <Link
                  href={subjectHref(finding)}
                  title={finding.subjectName}
                  className="block truncate text-ink-3 text-xs hover:underline"
                >
                  {finding.subjectName}
                </Link>
              </div>
              <span className="col-start-2 text-ink-3 text-xs sm:col-start-3">
                <Time at={finding.openedAt} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  )
}
