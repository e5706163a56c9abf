import type { Metadata } from 'next'
import Link from 'next/link'
import { CalendarKeys } from '#components/rotation/calendar-keys.client.tsx'
import { Feeds } from '#components/rotation/feeds.tsx'
import { MonthGrid } from '#components/rotation/month-grid.tsx'
import { RotationTabs } from '#components/rotation/rotation-tabs.tsx'
import { ScopeBar } from '#components/rotation/scope-bar.client.tsx'
import { CountLink } from '#components/ui/count-link.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Time } from '#components/ui/time.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { describeFilter, filterToQuery, parseFilter } from '#lib/data/filter.ts'
import { listPlaceChoices } from '#lib/data/place-choices.ts'
import { calendarFilter, monthBounds } from '#lib/data/rotations/calendar-filter.ts'
import { type RotationCalendar, rotationCalendar } from '#lib/data/rotations/rotation-calendar.ts'
import { listTokens } from '#lib/data/tokens/list-tokens.ts'
import { createFeedAction, revokeFeedAction } from '../actions.ts'

export const metadata: Metadata = { title: 'Rotation calendar' }

const monthName = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })

export default async function CalendarPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(calendarFilter, parameters)
  const now = new Date()
  const month = filter.month ?? now.toISOString().slice(0, 7)
  const mayFeed = hasRole(principal, 'analyst')
  const [calendar, choices, feeds] = await Promise.all([
    rotationCalendar(principal, filter, month, now),
    listPlaceChoices(principal),
    mayFeed ? listTokens(principal, 'calendar') : [],
  ])
  const active = describeFilter(calendarFilter, { ...filter, month: undefined })
  const { environment, owner } = filter
  return (
    <>
      <PageHeader
        title="Rotation calendar"
        parent={{ href: '/rotation', label: 'Rotation' }}
        note="What is due, what of that which is served expires, and what was rotated, by the day (UTC)."
      />
      <FilterProblems problems={problems} />
      <RotationTabs active="calendar" scope={filter} />
      <ScopeBar active={active} {...choices} />
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="font-semibold text-base">{monthName.format(monthBounds(month).from)}</h2>
        <Totals calendar={calendar} />
        <Months filter={filter} month={month} />
      </div>
      <CalendarKeys previous="month-before" next="month-after">
        <MonthGrid days={calendar.days} now={now} />
      </CalendarKeys>
      {mayFeed ? (
        <Feeds
          feeds={feeds}
          scope={filterToQuery({ environment, owner })}
          scopeWords={
            active.map(({ title, values }) => `${title.toLowerCase()} ${values.join(', ')}`).join('; ') || 'everything'
          }
          create={createFeedAction}
          revoke={revokeFeedAction}
          now={now}
        />
      ) : null}
    </>
  )
}

function Totals({ calendar: { totals, asOf } }: { calendar: RotationCalendar }) {
  return (
    <span className="text-ink-2 text-sm">
      <CountLink {...totals.due} label="rotations are due in this month" className="link" /> due,{' '}
      <CountLink {...totals.expires} label="leaves expire in this month" className="link" /> to expire,{' '}
      <CountLink {...totals.rotated} label="rotations were seen in this month" className="link" /> rotated, as of{' '}
      <Time at={asOf} />
    </span>
  )
}

function Months({ filter, month }: { filter: Readonly<Record<string, unknown>>; month: string }) {
  const { from, to } = monthBounds(month)
  const href = (to: Date | null) =>
    `/rotation/calendar?${filterToQuery(filter, { month: to === null ? undefined : to.toISOString().slice(0, 7) })}`
  const before = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() - 1))
  return (
    <nav aria-label="Month" className="no-print ml-auto flex items-center gap-2">
      <LinkButton id="month-before" size="sm" href={href(before)} scroll={false}>
        Previous
      </LinkButton>
      <Link href={href(null)} scroll={false} className="link text-xs">
        This month
      </Link>
      <LinkButton id="month-after" size="sm" href={href(to)} scroll={false}>
        Next
      </LinkButton>
    </nav>
  )
}
