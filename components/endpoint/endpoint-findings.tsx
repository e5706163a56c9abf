import Link from 'next/link'
import type { Page } from '#lib/core/page.ts'
import type { FindingRow } from '#lib/data/findings/finding-row.ts'
import { countText } from '../ui/count-link.tsx'
import { SeverityBadge } from '../ui/severity-badge.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { Time } from '../ui/time.tsx'

/** What is wrong here, worst first. `href` leads to exactly these. */
export function EndpointFindings({ page, href }: { page: Page<FindingRow>; href: string }) {
  if (page.rows.length === 0) return <p className="text-ink-3">No open finding.</p>
  return (
    <div className="grid gap-2">
      <ul className="divide-y rounded-lg border bg-surface">
        {page.rows.map((finding) => (
          <li key={finding.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-sm">
            <SeverityBadge severity={finding.severity} />
            <Link href={`/findings/${finding.id}`} className="link min-w-0 [overflow-wrap:anywhere]">
              {finding.title}
            </Link>
            <span className="ml-auto flex flex-wrap items-center gap-2 text-ink-3 text-xs">
              <StatusBadge status={finding.status} /> opened <Time at={finding.openedAt} />
            </span>
          </li>
        ))}
      </ul>
      <Link href={href} className="link w-fit text-xs">
        All {countText(page.total)} in Findings
      </Link>
    </div>
  )
}
