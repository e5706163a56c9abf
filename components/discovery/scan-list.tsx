import type { ScanProgress } from '#lib/data/scans/scan-progress.ts'
import { OneScan } from '../endpoint/scan-progress.client.tsx'
import { CountLink } from '../ui/count-link.tsx'
import { Duration, Time } from '../ui/time.tsx'
import { RunBadge } from './run-badge.tsx'

const kindWords = new Map([
  ['manual', 'Asked for'],
  ['schedule', 'Scheduled'],
  ['discovery', 'After a discovery'],
  ['demo', 'Demo'],
])

const depthWords = { inventory: 'inventory', posture: 'posture', mtls: 'client probes' } as const

/** Scans, newest first; those that are not over move by themselves. */
export function ScanList({ scans, canCancel }: { scans: readonly ScanProgress[]; canCancel: boolean }) {
  return (
    <ul className="divide-y rounded-lg border bg-surface">
      {scans.map((scan) => (
        <li key={scan.id} className="grid gap-2 px-3 py-2 text-sm">
          <div className="grid gap-x-4 gap-y-1 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
            <span className="grid min-w-0">
              <span className="font-medium">
                {kindWords.get(scan.kind) ?? scan.kind}
                {scan.depth === null ? '' : `: ${depthWords[scan.depth]}`}
              </span>
              <span className="text-ink-3 text-xs">
                site {scan.siteName}, by {scan.requestedBy}, <Time at={scan.createdAt} />
              </span>
            </span>
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2 text-xs">
              <span>
                <CountLink count={scan.total} href={`/endpoints?inScan=${scan.id}`} label="endpoints of this scan" />{' '}
                {scan.total === 1 ? 'endpoint' : 'endpoints'}
              </span>
              <span className="nums">{scan.reached.toLocaleString('en')} reached</span>
              {scan.startedAt === null || scan.finishedAt === null ? null : (
                <span>
                  took <Duration ms={scan.finishedAt.getTime() - scan.startedAt.getTime()} />
                </span>
              )}
              <RunBadge status={scan.status} />
            </span>
          </div>
          {scan.error === null ? null : <p className="text-danger text-xs">{scan.error}</p>}
          {scan.finishedAt === null ? <OneScan id={scan.id} canCancel={canCancel} /> : null}
        </li>
      ))}
    </ul>
  )
}
