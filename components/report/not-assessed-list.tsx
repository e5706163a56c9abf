import type { NotAssessedReason } from '#lib/data/compliance/not-assessed-reasons.ts'
import { CountLink } from '../ui/count-link.tsx'
import { checkHref } from './check-href.ts'

/** As many reasons as a person reads; the verdicts show the rest. */
const mostTold = 10

/** Why a check could not judge, each reason with those that it holds for. */
export function NotAssessedList({ reasons }: { reasons: readonly NotAssessedReason[] }) {
  const told = reasons.slice(0, mostTold)
  return (
    <ul className="divide-y rounded-lg border bg-surface">
      {told.map(({ checkId, reason, count }) => (
        <li key={reason} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 p-3">
          <span className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">{reason}</span>
          <CountLink
            count={count}
            href={checkHref(checkId, { outcome: 'not-assessed', reason })}
            label={`not assessed: ${reason}`}
            className="link font-medium"
          />
        </li>
      ))}
      {reasons.length > told.length ? (
        <li className="p-3 text-ink-3 text-sm">and {reasons.length - told.length} more reasons</li>
      ) : null}
    </ul>
  )
}
