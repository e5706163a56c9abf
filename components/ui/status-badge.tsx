import { Badge } from './badge.tsx'

export const findingStatuses = ['open', 'acknowledged', 'accepted', 'false-positive', 'resolved'] as const

export type FindingStatus = (typeof findingStatuses)[number]

/** Rings, drawn in lines: another family of shapes than severity, and none of its hues. */
const rings: Readonly<Record<FindingStatus, string>> = {
  open: 'M6 3.6v4.8M3.6 6h4.8',
  acknowledged: 'M6 1.2a4.8 4.8 0 0 1 0 9.6z',
  accepted: 'M6 3.2V6l2 1.4',
  'false-positive': 'M2.7 9.3 9.3 2.7',
  resolved: 'm3.8 6.2 1.6 1.6 3-3.4',
}

export const statusWords: Readonly<Record<FindingStatus, string>> = {
  open: 'Open',
  acknowledged: 'Acknowledged',
  accepted: 'Accepted',
  'false-positive': 'False positive',
  resolved: 'Resolved',
}

export function StatusBadge({ status }: { status: FindingStatus }) {
  const active = status === 'open' || status === 'acknowledged'
  return (
    <Badge
      className={
        active ? 'border-accent/40 bg-accent-soft text-accent' : 'border-line-strong bg-transparent text-ink-2'
      }
    >
      <svg
        viewBox="0 0 12 12"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.3"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <circle cx="6" cy="6" r="4.8" />
        <path d={rings[status]} fill={status === 'acknowledged' ? 'currentColor' : 'none'} />
      </svg>
      {statusWords[status]}
    </Badge>
  )
}
