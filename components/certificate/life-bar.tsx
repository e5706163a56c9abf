import { classNames } from '../ui/class-names.ts'
import { durationText } from '../ui/time.tsx'

/**
 * The share of a certificate's life that is left, as a bar that empties: an hour and a year look alike. Its colour
 * follows the shares that policies start from (a third, a tenth); the words say the same.
 */
export function LifeBar({
  notBefore,
  notAfter,
  now,
  className,
}: {
  notBefore: Date
  notAfter: Date
  now: Date
  className?: string
}) {
  const share = lifeLeft(notBefore, notAfter, now)
  const look = share < 1 / 10 ? 'bg-high-mark' : share < 1 / 3 ? 'bg-medium-mark' : 'bg-ink-3'
  const text = lifeText(notBefore, notAfter, now)
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      suppressHydrationWarning
      className={classNames(
        'block h-1.5 w-20 overflow-hidden rounded-full border border-line-strong bg-sunken',
        className,
      )}
    >
      <span
        className={`block h-full ${look}`}
        style={{ width: `${(share * 100).toFixed(1)}%` }}
        suppressHydrationWarning
      />
    </span>
  )
}

/** From 1 at the start of the validity to 0 at its end; 1 before it. */
export function lifeLeft(notBefore: Date, notAfter: Date, now: Date): number {
  const life = notAfter.getTime() - notBefore.getTime()
  return life <= 0 ? 0 : Math.min(1, Math.max(0, (notAfter.getTime() - now.getTime()) / life))
}

export function lifeText(notBefore: Date, notAfter: Date, now: Date): string {
  const life = durationText(Math.max(0, notAfter.getTime() - notBefore.getTime()))
  if (now < notBefore) return `Not yet valid; a life of ${life}`
  if (now >= new Date(notAfter.getTime() + 1000)) return `Expired; its life was ${life}`
  return `${(lifeLeft(notBefore, notAfter, now) * 100).toFixed(0)} % of a life of ${life} left`
}
