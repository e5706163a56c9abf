import Link from 'next/link'
import type { DiscoveryRun } from '#lib/data/discovery/discovery-run.ts'
import { CountLink } from '../ui/count-link.tsx'
import { Time } from '../ui/time.tsx'
import { RunBadge } from './run-badge.tsx'
import { runTitle } from './run-title.ts'

/** Discovery runs, newest first. */
export function RunList({ runs }: { runs: readonly DiscoveryRun[] }) {
  return (
    <ul className="divide-y rounded-lg border bg-surface">
      {runs.map((run) => (
        <li
          key={run.id}
          className="grid gap-x-4 gap-y-1 px-3 py-2 text-sm sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center"
        >
          <span className="grid min-w-0">
            <Link
              href={`/discovery/${run.id}`}
              className="link w-fit max-w-full truncate font-medium"
              title={runTitle(run)}
            >
              {runTitle(run)}
            </Link>
            <span className="text-ink-3 text-xs">
              site {run.siteName}, asked for by {run.requestedBy}, <Time at={run.createdAt} />
            </span>
          </span>
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2 text-xs">
            <span className="nums">
              {run.done.toLocaleString('en')} of {run.total.toLocaleString('en')}
            </span>
            <span>
              <CountLink count={run.found} href={`/discovery/${run.id}?outcome=added,known`} label="found" /> found
            </span>
            {run.refused === 0 ? null : (
              <span>
                <CountLink count={run.refused} href={`/discovery/${run.id}?outcome=refused`} label="out of scope" /> out
                of scope
              </span>
            )}
            <RunBadge status={run.status} />
          </span>
        </li>
      ))}
    </ul>
  )
}
