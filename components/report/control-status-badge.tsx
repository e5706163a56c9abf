import type { ControlStatus } from '#lib/compliance/assess.ts'
import { Badge } from '../ui/badge.tsx'

export const controlStatusWords: Readonly<Record<ControlStatus, string>> = {
  satisfied: 'Satisfied',
  'not-satisfied': 'Not satisfied',
  'partly-assessed': 'Partly assessed',
  'not-assessed': 'Not assessed',
}

/** Shields: full, broken, half and empty. What was not assessed is dashed, and never looks like a pass. */
const shields: Readonly<Record<ControlStatus, string>> = {
  satisfied: 'm3.9 6 1.5 1.5 2.7-3',
  'not-satisfied': 'm4.2 4.2 3.6 3.6m0-3.6L4.2 7.8',
  'partly-assessed': 'M6 2.4v7.4',
  'not-assessed': 'M4.4 6h3.2',
}

const looks: Readonly<Record<ControlStatus, string>> = {
  satisfied: 'bg-pass-bg text-pass-fg',
  'not-satisfied': 'border-critical-mark bg-surface text-critical-mark',
  'partly-assessed': 'border-unknown-mark bg-unknown-bg text-unknown-fg',
  'not-assessed': 'border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg',
}

export function ControlStatusBadge({ status, reason }: { status: ControlStatus; reason?: string | null }) {
  return (
    <Badge className={looks[status]} title={reason ?? undefined}>
      <svg
        viewBox="0 0 12 12"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d="M6 .8 10.6 2.4v3.4c0 2.7-1.9 4.5-4.6 5.4C3.3 10.3 1.4 8.5 1.4 5.8V2.4z" />
        <path d={shields[status]} />
      </svg>
      {controlStatusWords[status]}
    </Badge>
  )
}
