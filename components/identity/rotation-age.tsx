import type { IdentityRow } from '#lib/data/identities/identity-row.ts'
import { absoluteTime, durationText, Time } from '../ui/time.tsx'

/** The age of the oldest certificate that is served, and when the next rotation is due. */
export function RotationAge({
  leafSince,
  rotation,
  align = 'right',
}: Pick<IdentityRow, 'leafSince' | 'rotation'> & { align?: 'left' | 'right' }) {
  if (leafSince === null) return <span className="text-ink-3">—</span>
  const ageMs = Date.now() - new Date(leafSince).getTime()
  return (
    <span className={`inline-grid ${align === 'right' ? 'justify-items-end' : ''}`}>
      <span
        className="nums whitespace-nowrap"
        title={`Valid from ${new Date(leafSince).toISOString()}`}
        suppressHydrationWarning
      >
        {ageMs < 0 ? 'not yet valid' : durationText(Math.floor(ageMs / 1000) * 1000)}
      </span>
      {rotation === null ? null : (
        <span
          className={
            rotation.overdue
              ? 'whitespace-nowrap font-medium text-critical-mark text-xs'
              : 'whitespace-nowrap text-ink-3 text-xs'
          }
        >
          {rotation.overdue ? (
            <Overdue since={rotation.dueAt} />
          ) : (
            <>
              due <Time at={rotation.dueAt} />
            </>
          )}
        </span>
      )}
    </span>
  )
}

function Overdue({ since }: { since: Date }) {
  const dueAt = new Date(since)
  return (
    <time dateTime={dueAt.toISOString()} title={`Was due ${absoluteTime(dueAt)}`} suppressHydrationWarning>
      overdue{' '}
      {durationText(Date.now() - dueAt.getTime())
        .split(' ')
        .slice(0, 2)
        .join(' ')}
    </time>
  )
}
