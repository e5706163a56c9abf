import type { ControlStatus } from '#lib/compliance/assess.ts'
import { controlStatuses } from '#lib/compliance/assess.ts'
import { CountLink } from '../ui/count-link.tsx'
import { controlStatusWords } from './control-status-badge.tsx'

const fills: Readonly<Record<ControlStatus, string>> = {
  satisfied: 'bg-pass-mark',
  'not-satisfied': 'bg-critical-mark',
  'partly-assessed': 'bg-unknown-mark',
  'not-assessed': 'hatched',
}

type Totals = Readonly<Record<ControlStatus, number>>

/** How the scored controls of a framework stand: a bar, and below it each number with its word and its link. */
export function StatusBar({ totals, href }: { totals: Totals; href: (status: ControlStatus) => string }) {
  const shown = controlStatuses.filter((status) => totals[status] > 0)
  return (
    <div className="grid gap-2">
      <div aria-hidden="true" className="flex h-2.5 gap-px overflow-hidden rounded-full border bg-surface">
        {shown.map((status) => (
          <span key={status} className={fills[status]} style={{ flexGrow: totals[status], flexBasis: 0 }} />
        ))}
      </div>
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {controlStatuses.map((status) => (
          <li key={status} className="flex items-center gap-1.5">
            <span
              aria-hidden="true"
              className={`size-2.5 rounded-sm border border-transparent ${fills[status]} ${status === 'not-assessed' ? 'border-unknown-mark border-dashed' : ''}`}
            />
            <CountLink
              count={totals[status]}
              href={href(status)}
              label={`controls ${controlStatusWords[status].toLowerCase()}`}
              className="font-semibold"
            />
            <span className="text-ink-2">{controlStatusWords[status].toLowerCase()}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
