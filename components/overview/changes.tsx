import Link from 'next/link'
import type { Change, ChangesSince } from '#lib/data/reports/changes-since.ts'
import { countText } from '../ui/count-link.tsx'
import { absoluteTime } from '../ui/time.tsx'
import { Panel } from './panel.tsx'

/** What is different from a day ago; each number leads to what it counts. */
export function Changes({ changes, className = '' }: { changes: ChangesSince; className?: string }) {
  return (
    <Panel
      title="What changed since yesterday"
      note={`Since ${absoluteTime(changes.since)}.`}
      asOf={changes.asOf}
      className={className}
    >
      <ul className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4 xl:grid-cols-2">
        <Number {...changes.opened} page="/findings" label="findings opened" />
        <Number {...changes.resolved} page="/findings" label="findings resolved" />
        <Number {...changes.reopened} page="/findings" label="findings came back" />
        <Number {...changes.rotations} page="/rotation/history" label="rotations" />
        <Number {...changes.keptKeys} page="/rotation/history" label="kept their key" />
        <Number {...changes.identities} page="/identities" label="new identities" />
        <Number {...changes.endpoints} page="/endpoints" label="new endpoints" />
      </ul>
    </Panel>
  )
}

function Number({ count, query, page, label }: Change & { page: string; label: string }) {
  const none = count.count === 0
  return (
    <li>
      <Link href={`${page}?${query}`} className="group grid">
        <span
          className={`nums font-semibold text-xl leading-tight tracking-tight group-hover:underline ${none ? 'text-ink-3' : ''}`}
        >
          {countText(count)}
        </span>
        <span className="text-ink-2 text-xs">{label}</span>
      </Link>
    </li>
  )
}
