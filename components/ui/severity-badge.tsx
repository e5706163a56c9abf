import type { Severity } from '#lib/core/severity.ts'
import { Badge } from './badge.tsx'

/** Solid polygons: the worse, the more it looks like a road sign that stops you. */
const shapes: Readonly<Record<Severity, string>> = {
  critical: 'M3.6 0h4.8L12 3.6v4.8L8.4 12H3.6L0 8.4V3.6z',
  high: 'M6 .6 12 11.4H0z',
  medium: 'M6 0 12 6 6 12 0 6z',
  low: 'M6 .8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 1 1 6 .8z',
  info: 'M1 4.5h10v3H1z',
}

const looks: Readonly<Record<Severity, string>> = {
  critical: 'bg-critical-bg text-critical-fg',
  high: 'bg-high-bg text-high-fg',
  medium: 'bg-medium-bg text-medium-fg',
  low: 'bg-low-bg text-low-fg',
  info: 'bg-info-bg text-info-fg',
}

const markLooks: Readonly<Record<Severity, string>> = {
  critical: 'text-critical-mark',
  high: 'text-high-mark',
  medium: 'text-medium-mark',
  low: 'text-low-mark',
  info: 'text-info-mark',
}

export const severityWords: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
}

export function SeverityBadge({ severity }: { severity: Severity }) {
  return (
    <Badge className={looks[severity]}>
      <Shape severity={severity} />
      {severityWords[severity]}
    </Badge>
  )
}

/** The shape alone, for legends and dense rows; the word follows it or is given to screen readers. */
export function SeverityMark({ severity, label = false }: { severity: Severity; label?: boolean }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className={markLooks[severity]}>
        <Shape severity={severity} />
      </span>
      <span className={label ? '' : 'sr-only'}>{severityWords[severity]}</span>
    </span>
  )
}

function Shape({ severity }: { severity: Severity }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true" className="size-2.5" fill="currentColor">
      <path d={shapes[severity]} />
    </svg>
  )
}
