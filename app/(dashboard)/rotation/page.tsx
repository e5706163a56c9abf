import type { Metadata } from 'next'
import { DueSummary } from '#components/rotation/due-summary.tsx'
import { DueTable } from '#components/rotation/due-table.tsx'
import { DueTimeline } from '#components/rotation/due-timeline.tsx'
import { RotationTabs } from '#components/rotation/rotation-tabs.tsx'
import { ScopeBar } from '#components/rotation/scope-bar.client.tsx'
import { EmptyState, NothingFound } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { FilterProblems, PartialNotice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { describeFilter, filterToQuery, parseFilter } from '#lib/data/filter.ts'
import { listPlaceChoices } from '#lib/data/place-choices.ts'
import { dueRotations, horizonDays, mostRows } from '#lib/data/reports/due-rotations.ts'
import { countKeptKeys } from '#lib/data/rotations/count-kept-keys.ts'
import { dueFilter } from '#lib/data/rotations/due-filter.ts'

export const metadata: Metadata = { title: 'Rotation' }

export default async function RotationPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(dueFilter, parameters)
  const now = new Date()
  const [due, kept, choices] = await Promise.all([
    dueRotations(principal, filter, now),
    countKeptKeys(principal, filter, now),
    listPlaceChoices(principal),
  ])
  const active = describeFilter(dueFilter, filter)
  const wanted = filter.state ?? []
  const total =
    wanted.length === 0
      ? due.counts.missed + due.counts.overdue + due.counts.due
      : wanted.reduce((sum, state) => sum + due.counts[state], 0)
  return (
    <>
      <PageHeader
        title="Rotation"
        note="What has to be renewed next, what should have been, and how it went until now."
      />
      <FilterProblems problems={problems} />
      <RotationTabs active="due" scope={filter} />
      <ScopeBar active={active} {...choices} />
      <DueSummary counts={due.counts} kept={kept} filter={filter} asOf={due.asOf} />
      {due.rows.length > 0 ? (
        <>
          <DueTimeline rows={due.rows} now={now} horizonDays={horizonDays} />
          {total > mostRows ? (
            <PartialNotice>
              The first {mostRows} of {total.toLocaleString('en')} are shown, in the order in which they are due.
            </PartialNotice>
          ) : null}
          <DueTable rows={due.rows} now={now} />
        </>
      ) : active.length > 0 ? (
        <NothingFound noun="rotations" filters={active} clearHref="/rotation" />
      ) : (
        <EmptyState
          title={`Nothing is due in the next ${horizonDays} days`}
          why="Rotations are foreseen from the certificates that are served: by the policy’s interval, the identity’s own rhythm, or the share of life that is left."
          action={
            <LinkButton href={`/certificates?${filterToQuery({ role: ['leaf'] })}`}>See what is served</LinkButton>
          }
        />
      )}
    </>
  )
}
