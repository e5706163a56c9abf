import Link from 'next/link'
import { valueOf } from '#lib/core/observed.ts'
import type { BoundedCount, Page } from '#lib/core/page.ts'
import type { ObservationRow } from '#lib/data/endpoints/list-observations.ts'
import { countText } from '../ui/count-link.tsx'
import { OutcomeBadge } from '../ui/outcome-badge.tsx'
import { Time } from '../ui/time.tsx'

/** What scans saw, newest first: scans in a row that saw the same are one line. */
export function ObservationHistory({
  page,
  firstHref,
  nextHref,
}: {
  page: Page<ObservationRow>
  firstHref: string | null
  nextHref: string | null
}) {
  if (page.rows.length === 0) return <p className="text-ink-3">Nothing was dialled yet.</p>
  return (
    <div className="grid min-w-0 gap-2">
      <ul className="divide-y rounded-lg border bg-surface">
        {page.rows.map((row) => (
          <Observation key={row.id} row={row} />
        ))}
      </ul>
      <Foot shown={page.rows.length} total={page.total} firstHref={firstHref} nextHref={nextHref} />
    </div>
  )
}

function Observation({ row }: { row: ObservationRow }) {
  const { facts } = row
  const [leaf] = valueOf(facts.chain) ?? []
  const seen = [valueOf(facts.protocol), valueOf(facts.cipherSuite)?.name, valueOf(facts.group)?.name].filter(
    (it) => it !== undefined && it !== null,
  )
  return (
    <li className="grid gap-x-4 gap-y-1 px-3 py-2 text-sm sm:grid-cols-[9rem_minmax(0,1fr)_auto]">
      <span className="grid content-start justify-items-start gap-1">
        <OutcomeBadge outcome={row.outcome} />
        <span className="font-mono text-ink-3 text-xs">{row.ip ?? 'no address'}</span>
      </span>
      <span className="grid min-w-0 content-start">
        {leaf === undefined ? (
          <span className="text-ink-3">No certificate was seen</span>
        ) : (
          <Link href={`/certificates/${leaf}`} prefetch={false} className="link w-fit font-mono text-xs">
            {leaf.slice(0, 20)}
          </Link>
        )}
        <span className="text-ink-2 text-xs [overflow-wrap:anywhere]">{seen.join(' · ')}</span>
      </span>
      <span className="grid content-start text-xs sm:text-right">
        <span>
          last <Time at={row.lastSeenAt} />
        </span>
        <span className="text-ink-3">
          first <Time at={row.observedAt} />, seen {row.timesSeen.toLocaleString('en')}{' '}
          {row.timesSeen === 1 ? 'time' : 'times'}
        </span>
      </span>
    </li>
  )
}

function Foot({
  shown,
  total,
  firstHref,
  nextHref,
}: {
  shown: number
  total: BoundedCount
  firstHref: string | null
  nextHref: string | null
}) {
  return (
    <div className="flex flex-wrap gap-4 text-ink-3 text-xs">
      <span>
        {shown} of {countText(total)} observations
      </span>
      {firstHref === null ? null : (
        <Link href={firstHref} className="link">
          Newest
        </Link>
      )}
      {nextHref === null ? null : (
        <Link href={nextHref} className="link">
          Older
        </Link>
      )}
    </div>
  )
}
