import { CalendarClock, CalendarX, RefreshCw } from 'lucide-react'
import Link from 'next/link'
import { type CalendarKind, calendarKinds } from '#lib/data/rotations/calendar-filter.ts'
import type { CalendarDay } from '#lib/data/rotations/rotation-calendar.ts'
import { classNames } from '../ui/class-names.ts'

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

const kinds: Readonly<Record<CalendarKind, { Icon: typeof CalendarX; soon: string; past: string; look: string }>> = {
  due: { Icon: CalendarClock, soon: 'due', past: 'was due', look: 'text-accent' },
  expires: { Icon: CalendarX, soon: 'to expire', past: 'expired', look: 'text-high-fg' },
  rotated: { Icon: RefreshCw, soon: 'rotated', past: 'rotated', look: 'text-ink-2' },
}

/** A month of UTC days from Monday on; each number leads to exactly what it counts. Narrow: the days that hold anything. */
export function MonthGrid({ days, now }: { days: readonly CalendarDay[]; now: Date }) {
  const today = dayText(now)
  const offset = ((days[0]?.day.getUTCDay() ?? 1) + 6) % 7
  const busy = days.filter(({ counts }) => calendarKinds.some((kind) => counts[kind].count > 0))
  return (
    <>
      <div className="hidden overflow-hidden rounded-lg border bg-surface sm:block">
        <div aria-hidden="true" className="grid grid-cols-7 border-b bg-sunken">
          {weekdays.map((name) => (
            <span key={name} className="px-2 py-1.5 text-ink-2 text-xs">
              {name.slice(0, 3)}
            </span>
          ))}
        </div>
        <ol className="grid grid-cols-7">
          {Array.from({ length: offset }, (_, index) => (
            <li key={`before-${weekdays[index]}`} aria-hidden="true" className="border-r border-b bg-sunken/50" />
          ))}
          {days.map((day) => (
            <Day key={day.day.toISOString()} day={day} today={today} />
          ))}
          {weekdays.slice((offset + days.length) % 7 || 7).map((name) => (
            <li key={`after-${name}`} aria-hidden="true" className="border-r border-b bg-sunken/50" />
          ))}
        </ol>
      </div>
      <ol className="divide-y rounded-lg border bg-surface sm:hidden">
        {busy.map((day) => (
          <li key={day.day.toISOString()} className="flex items-baseline gap-3 px-3 py-2">
            <span className={classNames('nums shrink-0', dayText(day.day) === today && 'font-semibold text-accent')}>
              {dayText(day.day)}
            </span>
            <Counts day={day} today={today} />
          </li>
        ))}
        {busy.length === 0 ? (
          <li className="px-3 py-6 text-center text-ink-2">Nothing is due, expires or was rotated in this month.</li>
        ) : null}
      </ol>
    </>
  )
}

function Day({ day, today }: { day: CalendarDay; today: string }) {
  const iso = dayText(day.day)
  const weekday = weekdays[(day.day.getUTCDay() + 6) % 7]
  return (
    <li
      className={classNames(
        'flex min-h-24 min-w-0 flex-col gap-1 border-r border-b p-2',
        iso === today && 'bg-accent-soft',
      )}
    >
      <span className={classNames('nums text-xs', iso === today ? 'font-semibold text-accent' : 'text-ink-3')}>
        <span className="sr-only">{weekday} </span>
        {day.day.getUTCDate()}
        {iso === today ? ' today' : ''}
      </span>
      <Counts day={day} today={today} keys />
    </li>
  )
}

function Counts({ day, today, keys = false }: { day: CalendarDay; today: string; keys?: boolean }) {
  const past = dayText(day.day) < today
  const more = day.counts.due.count - day.names.length
  return (
    <span className="grid min-w-0 content-start gap-0.5">
      {calendarKinds
        .filter((kind) => day.counts[kind].count > 0)
        .map((kind) => {
          const { Icon, soon, past: before, look } = kinds[kind]
          const { count, href } = day.counts[kind]
          return (
            <Link
              key={kind}
              href={href}
              prefetch={false}
              data-day={keys ? day.day.getUTCDate() : undefined}
              className={classNames(
                'inline-flex w-fit max-w-full items-center gap-1 text-xs hover:underline',
                look,
                past && kind !== 'rotated' && 'text-critical-mark',
              )}
            >
              <Icon aria-hidden="true" className="size-3 shrink-0" />
              <span className="nums font-semibold">{count.toLocaleString('en')}</span>
              <span className="truncate">{past ? before : soon}</span>
            </Link>
          )
        })}
      {day.names.map((name) => (
        <bdi key={name} title={name} className="truncate text-ink-2 text-xs">
          {name.replace(/^spiffe:\/\//, '')}
        </bdi>
      ))}
      {day.names.length > 0 && more > 0 ? (
        <span className="text-ink-3 text-xs">and {more.toLocaleString('en')} more due</span>
      ) : null}
    </span>
  )
}

function dayText(day: Date): string {
  return day.toISOString().slice(0, 10)
}
