import Link from 'next/link'
import type { Unassessed } from '#lib/data/reports/unassessed.ts'
import { NothingHere } from './panel.tsx'

/** Why verdicts could not be given, the most frequent reasons with their lists. */
export function UnassessedReasons({ unassessed }: { unassessed: Unassessed }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-2 font-medium text-ink-2 text-xs">
        <Link href={`/overview/unassessed?${unassessed.query}`} className="link nums">
          {unassessed.total.toLocaleString('en')} verdicts
        </Link>{' '}
        could not be given. The most frequent reasons:
      </h3>
      {unassessed.reasons.length === 0 ? (
        <NothingHere>Every check that applies was judged.</NothingHere>
      ) : (
        <ol className="grid">
          {unassessed.reasons.map(({ reason, count, checks, query }) => (
            <li key={reason} className="flex items-baseline justify-between gap-3 border-b py-1 last:border-b-0">
              <span className="min-w-0 text-xs [overflow-wrap:anywhere]" title={checks.join('; ')}>
                {reason || 'no reason was given'}
              </span>
              <Link
                href={`/overview/unassessed?${query}`}
                className="nums rounded border border-unknown-mark border-dashed bg-unknown-bg px-1.5 font-semibold text-unknown-fg hover:underline"
              >
                {count.toLocaleString('en')}
                <span className="sr-only"> verdicts</span>
              </Link>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}
