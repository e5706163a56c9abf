import { dayMs, hourMs, minuteMs, secondMs } from '#lib/core/time.ts'

const units = [
  { unit: 'year', ms: 365 * dayMs },
  { unit: 'month', ms: 30 * dayMs },
  { unit: 'day', ms: dayMs },
  { unit: 'hour', ms: hourMs },
  { unit: 'minute', ms: minuteMs },
  { unit: 'second', ms: secondMs },
] as const

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' })

/** `in 3 days`, `2 hours ago`; months only from 90 days on, since a renewal is planned in days. */
export function relativeTime(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime()
  const size = Math.abs(ms)
  if (size < secondMs) return 'now'
  const found = units.find(
    ({ unit, ms: length }) => size >= (unit === 'month' ? 90 * dayMs : unit === 'year' ? 2 * length : length),
  )
  const { unit, ms: length } = found ?? { unit: 'second', ms: secondMs }
  return relative.format(Math.trunc(ms / length), unit)
}

/** `2026-11-23 05:47 UTC`; seconds where `precise`. */
export function absoluteTime(at: Date, precise = false): string {
  return `${at
    .toISOString()
    .slice(0, precise ? 19 : 16)
    .replace('T', ' ')} UTC`
}

/**
 * An instant, relative by default, that always carries the absolute UTC time. `at` null shows `missing`.
 * The text may differ by a second between server and browser, which is expected.
 */
export function Time({
  at,
  show = 'relative',
  missing = '—',
}: {
  at: Date | string | null
  show?: 'relative' | 'absolute' | 'date' | 'both'
  missing?: string
}) {
  if (at === null) return <span className="text-ink-3">{missing}</span>
  const instant = new Date(at)
  const absolute = absoluteTime(instant, true)
  const soon = relativeTime(instant, new Date())
  const text = {
    relative: soon,
    absolute: absoluteTime(instant),
    date: absolute.slice(0, 10),
    both: `${absoluteTime(instant)} (${soon})`,
  }[show]
  return (
    <time
      dateTime={instant.toISOString()}
      title={absolute}
      data-absolute={show === 'relative' ? absolute : undefined}
      className="nums whitespace-nowrap"
      suppressHydrationWarning
    >
      {text}
    </time>
  )
}

/** `3 d 4 h`, `25 min`, `40 s`: two units at most. */
export function durationText(ms: number): string {
  const names = [
    ['d', dayMs],
    ['h', hourMs],
    ['min', minuteMs],
    ['s', secondMs],
  ] as const
  const start = names.findIndex(([, length]) => Math.abs(ms) >= length)
  if (start < 0) return `${Math.round(ms)} ms`
  let rest = Math.abs(ms)
  const parts = names.slice(start, start + (start === 0 && rest >= 10 * dayMs ? 1 : 2)).flatMap(([name, length]) => {
    const count = Math.floor(rest / length)
    rest -= count * length
    return count === 0 ? [] : [`${count.toLocaleString('en')} ${name}`]
  })
  return `${ms < 0 ? '−' : ''}${parts.join(' ')}`
}

/** A length of time with its exact seconds at hand. */
export function Duration({ ms }: { ms: number | null }) {
  if (ms === null) return <span className="text-ink-3">—</span>
  return (
    <span className="nums whitespace-nowrap" title={`${(ms / 1000).toLocaleString('en')} seconds`}>
      {durationText(ms)}
    </span>
  )
}
