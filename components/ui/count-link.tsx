import Link from 'next/link'
import type { BoundedCount } from '#lib/core/page.ts'
import { classNames } from './class-names.ts'

/** `1,234`, or `10,000+` where counting stopped. */
export function countText(count: number | BoundedCount): string {
  if (typeof count === 'number') return count.toLocaleString('en')
  return `${count.count.toLocaleString('en')}${count.exact ? '' : '+'}`
}

/** A number that leads to exactly the things that it counts; `label` says what they are. */
export function CountLink({
  count,
  href,
  label,
  className,
}: {
  count: number | BoundedCount
  href: string
  label: string
  className?: string
}) {
  return (
    <Link
      href={href}
      aria-label={`${countText(count)} ${label}`}
      className={classNames('nums hover:underline', className)}
    >
      {countText(count)}
    </Link>
  )
}

/** A large number with what it counts and how old it is. */
export function Stat({
  count,
  href,
  label,
  note,
}: {
  count: number | BoundedCount
  href: string
  label: string
  note?: React.ReactNode
}) {
  return (
    <Link href={href} className="group grid gap-0.5 rounded-lg border bg-surface p-4 hover:border-line-strong">
      <span className="nums font-semibold text-2xl tracking-tight group-hover:underline">{countText(count)}</span>
      <span className="text-ink-2 text-sm">{label}</span>
      {note === undefined ? null : <span className="text-ink-3 text-xs">{note}</span>}
    </Link>
  )
}
