import type { Metadata } from 'next'
import Link from 'next/link'
import { MonthGrid } from '#components/rotation/month-grid.tsx'
import { RotationTabs } from '#components/rotation/rotation-tabs.tsx'
import { ScopeBar } from '#components/rotation/scope-bar.client.tsx'
import { CountLink } from '#components/ui/count-link.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Time } from '#components/ui/time.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { describeFilter, filterToQuery, parseFilter } from '#lib/data/filter.ts'
import { listPlaceChoices } from '#lib/data/place-choices.ts'
import { expiryCalendar } from '#lib/data/reports/expiry-calendar.ts'
import { dueFilter } from '#lib/data/rotations/due-filter.ts'

export const metadata: Metadata = { title: 'Expiry calendar' }

const calendarFilter = dueFilter.omit({ state: true, identity: true })
const monthName = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })

export default async function CalendarPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(calendarFilter, parameters)
  const now = new Date()
  const month = new Date(`${filter.month ?? now.toISOString().slice(0, 7)}-01T00:00:00Z`)
  const [calendar, choices] = await Promise.all([
    expiryCalendar(principal, filter, month, now),
    listPlaceChoices(principal),
  ])
  const href = (steps: number | null) =>
    `/rotation/calendar?${filterToQuery({ ...filter, month: steps === null ? undefined : monthText(month, steps) })}`
  return (
    <>
      <PageHeader
        title="Expiry calendar"
        parent={{ href: '/rotation', label: 'Rotation' }}
        note="The leaves that are served now, by the day (UTC) on which they expire."
      />
      <FilterProblems problems={problems} />
      <RotationTabs active="calendar" scope={filter} />
      <ScopeBar active={describeFilter(calendarFilter, { ...filter, month: undefined })} {...choices} />
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="font-semibold text-base">{monthName.format(month)}</h2>
        <span className="text-ink-2 text-sm">
          <CountLink
            count={calendar.total}
            href={`/certificates?${calendar.query}`}
            label="leaves expire in this month"
            className="link"
          />{' '}
          {calendar.total === 1 ? 'leaf expires' : 'leaves expire'}, as of <Time at={calendar.asOf} />
        </span>
        <nav aria-label="Month" className="no-print ml-auto flex items-center gap-2">
          <LinkButton size="sm" href={href(-1)} scroll={false}>
            Previous
          </LinkButton>
          <Link href={href(null)} scroll={false} className="link text-xs">
            This month
          </Link>
          <LinkButton size="sm" href={href(1)} scroll={false}>
            Next
          </LinkButton>
        </nav>
      </div>
      <MonthGrid days={calendar.days} now={now} />
    </>
  )
}

function monthText(month: Date, steps: number): string {
  return new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + steps)).toISOString().slice(0, 7)
}
