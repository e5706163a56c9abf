import Link from 'next/link'
import type { CalendarDay } from '#lib/data/reports/expiry-calendar.ts'
import { classNames } from '../ui/class-names.ts'

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** A month of UTC days from Monday on; each number leads to exactly the leaves that expire on that day. */
export function MonthGrid({ days, now }: { days: readonly CalendarDay[]; now: Date }) {
  const today = now.toISOString().slice(0, 10)
  const offset = ((days[0]?.day.getUTCDay() ?? 1) + 6) % 7
  const busy = days.filter(({ count }) => count > 0)
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
        </ol>
      </div>
      <ol className="divide-y rounded-lg border bg-surface sm:hidden">
        {busy.map((day) => (
          <li key={day.day.toISOString()} className="flex items-baseline gap-3 px-3 py-2">
            <span className="nums shrink-0">{dayText(day.day)}</span>
            <DayLink day={day} today={today} />
          </li>
        ))}
        {busy.length === 0 ? (
          <li className="px-3 py-6 text-center text-ink-2">Nothing that is served expires in this month.</li>
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
      {day.count === 0 ? null : <DayLink day={day} today={today} />}
    </li>
  )
}

function DayLink({ day, today }: { day: CalendarDay; today: string }) {
  const past = dayText(day.day) < today
  const more = day.count - day.names.length
  return (
    <Link
      href={`/certificates?${day.query}`}
      prefetch={false}
      className="group grid min-w-0 flex-1 content-start gap-0.5"
    >
      <span
        className={classNames(
          'nums font-semibold text-lg leading-tight group-hover:underline',
          past && 'text-critical-mark',
        )}
      >
        {day.count.toLocaleString('en')}
        <span className="font-normal text-xs"> {past ? 'expired' : day.count === 1 ? 'expires' : 'expire'}</span>
      </span>
      {day.names.map((name) => (
        <bdi key={name} title={name} className="truncate text-ink-2 text-xs">
          {name}
        </bdi>
      ))}
      {more > 0 ? <span className="text-ink-3 text-xs">and {more.toLocaleString('en')} more</span> : null}
    </Link>
  )
}

function dayText(day: Date): string {
  return day.toISOString().slice(0, 10)
}
