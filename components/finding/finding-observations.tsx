import Link from 'next/link'
import type { FindingObservation } from '#lib/data/findings/get-finding.ts'
import { PartialNotice } from '../ui/notice.tsx'
import { Time } from '../ui/time.tsx'

/** What the judgement rests on: one line per observation. */
export function FindingObservations({
  observations,
  named,
}: {
  observations: readonly FindingObservation[]
  named: number
}) {
  if (named === 0) return <p className="text-ink-3 text-sm">The newest judgement rests on no single observation.</p>
  return (
    <div className="grid gap-2">
      <ul className="divide-y rounded-lg border bg-surface">
        {observations.map((observation) => (
          <li key={observation.id} className="grid gap-0.5 px-3 py-2 text-sm [overflow-wrap:anywhere]">
            <span className="flex flex-wrap items-center gap-x-2">
              <Link href={`/endpoints/${observation.endpointId}`} className="link">
                <bdi>{observation.endpointName}</bdi>
              </Link>
              {observation.ip === null ? null : <span className="font-mono text-xs">{observation.ip}</span>}
              <span className="text-ink-3 text-xs">
                first <Time at={observation.observedAt} />, last <Time at={observation.lastSeenAt} />
              </span>
            </span>
            <code className="font-mono text-ink-3 text-xs">{observation.id}</code>
          </li>
        ))}
      </ul>
      {observations.length < named ? (
        <PartialNotice>{named - observations.length} observations are no longer kept.</PartialNotice>
      ) : null}
    </div>
  )
}
