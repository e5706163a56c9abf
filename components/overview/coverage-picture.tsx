import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Coverage } from '#lib/data/reports/coverage.ts'
import { Time } from '../ui/time.tsx'
import { NothingHere, Panel } from './panel.tsx'

/** What the picture rests on, and what is missing from it. Nothing here is green: to be reached proves nothing. */
export function CoveragePicture({
  coverage,
  reasons,
  className = '',
}: {
  coverage: Coverage
  reasons: ReactNode
  className?: string
}) {
  return (
    <Panel
      title="What are we not seeing"
      note={
        <>
          Of {coverage.endpoints.count.toLocaleString('en')} endpoints to scan; the newest scan was{' '}
          <Time at={coverage.newestScanAt} missing="never" />, the endpoint that has waited longest was scanned{' '}
          <Time at={coverage.oldestScanAt} missing="never" />.
        </>
      }
      asOf={coverage.asOf}
      className={className}
    >
      <div className="grid gap-6 md:grid-cols-2">
        <div className="grid min-w-0 content-start gap-6">
          <Reach coverage={coverage} />
          <Workers sites={coverage.sites} />
        </div>
        {reasons}
      </div>
    </Panel>
  )
}

function Reach({ coverage }: { coverage: Coverage }) {
  const parts = [
    { ...coverage.reachable, key: 'reachable', look: 'bg-accent' },
    { ...coverage.unreachable, key: 'unreachable', look: 'hatched border border-dashed border-unknown-mark' },
    { ...coverage.neverScanned, key: 'never', look: 'border border-dashed border-unknown-mark bg-unknown-bg' },
  ]
  return (
    <div className="min-w-0">
      <h3 className="mb-2 font-medium text-ink-2 text-xs">Endpoints</h3>
      <div aria-hidden="true" className="mb-2 flex h-3 gap-px overflow-hidden rounded-[2px]">
        {parts.map(({ key, count, look }) =>
          count === 0 ? null : <span key={key} className={`min-w-1 ${look}`} style={{ flexGrow: count }} />,
        )}
      </div>
      <dl className="grid">
        <Line {...coverage.reachable} term="seen at the last attempt" />
        <Line {...coverage.unreachable} term="unreachable" unknown />
        <Line {...coverage.neverScanned} term="never scanned" unknown />
        <Line {...coverage.stale} term="stale: not seen within three scan intervals" unknown />
        <Line {...coverage.refusedByScope} term="refused by the site’s scope" unknown />
        <Line {...coverage.unbound} term="bound to no identity" unknown />
      </dl>
    </div>
  )
}

function Line({
  count,
  query,
  term,
  unknown = false,
}: {
  count: number
  query: string
  term: ReactNode
  unknown?: boolean
}) {
  return (
    <div className="flex items-baseline justify-between gap-3 border-b py-1 last:border-b-0">
      <dt className={`text-xs ${count === 0 ? 'text-ink-3' : 'text-ink-2'}`}>{term}</dt>
      <dd>
        <Link
          href={`/endpoints?${query}`}
          className={`nums font-semibold hover:underline ${count === 0 ? 'text-ink-3' : unknown ? 'rounded border border-unknown-mark border-dashed bg-unknown-bg px-1.5 text-unknown-fg' : ''}`}
        >
          {count.toLocaleString('en')}
          <span className="sr-only"> endpoints</span>
        </Link>
      </dd>
    </div>
  )
}

function Workers({ sites }: { sites: Coverage['sites'] }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-2 font-medium text-ink-2 text-xs">Workers, by site</h3>
      {sites.length === 0 ? (
        <NothingHere>No site has endpoints to scan.</NothingHere>
      ) : (
        <ul className="grid">
          {sites.map((site) => (
            <li
              key={site.name}
              className="flex items-baseline justify-between gap-3 border-b py-1 text-xs last:border-b-0"
            >
              <span className="min-w-0 truncate" title={site.name}>
                {site.name} <span className="text-ink-3">({site.endpoints.toLocaleString('en')} endpoints)</span>
              </span>
              <Alive workers={site.workers} heartbeatAt={site.heartbeatAt} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Alive({ workers, heartbeatAt }: { workers: number; heartbeatAt: Date | null }) {
  if (workers === 0) {
    return (
      <span className="shrink-0 rounded border border-unknown-mark border-dashed bg-unknown-bg px-1.5 font-medium text-unknown-fg">
        no worker; last heard of <Time at={heartbeatAt} missing="never" />
      </span>
    )
  }
  return (
    <span className="nums shrink-0 text-ink-2">
      {workers} alive, <Time at={heartbeatAt} />
    </span>
  )
}
