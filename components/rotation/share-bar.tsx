import { shareText } from './share-text.ts'

/**
 * A life from its start to its end, whatever its length: where rotations usually come (median and spread), where the
 * next one is overdue, and where it stands now.
 */
export function ShareBar({
  typicalShare,
  spreadShare,
  dueShare,
  nowShare,
  late,
}: {
  typicalShare: number | null
  spreadShare: number | null
  dueShare: number
  nowShare: number
  late: boolean
}) {
  const band =
    typicalShare === null ? null : { from: typicalShare - (spreadShare ?? 0), to: typicalShare + (spreadShare ?? 0) }
  const text = shareText({ typicalShare, spreadShare, dueShare, nowShare })
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      suppressHydrationWarning
      className="relative block h-2.5 w-32 rounded-sm border border-line-strong bg-sunken"
    >
      {band === null ? null : (
        <span
          className="absolute inset-y-0 min-w-0.5 bg-pass-mark/50"
          style={{ left: percent(band.from), right: percent(1 - band.to) }}
        />
      )}
      <span className="absolute inset-y-0 w-px bg-ink" style={{ left: percent(dueShare) }} />
      <span
        suppressHydrationWarning
        className={`absolute -top-0.5 -bottom-0.5 w-1 rounded-sm ${late ? 'bg-critical-mark' : 'bg-accent'}`}
        style={{ left: `calc(${percent(nowShare)} - 2px)` }}
      />
    </span>
  )
}

function percent(share: number): string {
  return `${(100 * Math.min(1, Math.max(0, share))).toFixed(1)}%`
}
