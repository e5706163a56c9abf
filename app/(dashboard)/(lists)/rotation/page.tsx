import type { Metadata } from 'next'
import { DueSummary } from '#components/rotation/due-summary.tsx'
import { DueTable } from '#components/rotation/due-table.client.tsx'
import { DueTimelines, mostLanes } from '#components/rotation/due-timeline.tsx'
import { dueFacets } from '#components/rotation/rotation-facets.ts'
import { RotationTabs } from '#components/rotation/rotation-tabs.tsx'
import { tableData } from '#components/table/table-data.ts'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { listPlaceChoices } from '#lib/data/place-choices.ts'
import { countKeptKeys } from '#lib/data/rotations/count-kept-keys.ts'
import { dueFilter } from '#lib/data/rotations/due-filter.ts'
import { listDue, listDueByLife } from '#lib/data/rotations/list-due.ts'
import { summariseDue } from '#lib/data/rotations/summarise-due.ts'

export const metadata: Metadata = { title: 'Rotation' }

export default async function RotationPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(dueFilter, parameters)
  const now = new Date()
  const [page, summary, kept, next, choices] = await Promise.all([
    listDue(principal, filter, now),
    summariseDue(principal, filter, now),
    countKeptKeys(principal, filter, now),
    listDueByLife(principal, filter, mostLanes, now),
    listPlaceChoices(principal),
  ])
  return (
    <>
      <PageHeader
        title="Rotation"
        note="What has to be renewed next, what should have been, and how it went until now."
      />
      <FilterProblems problems={problems} />
      <RotationTabs active="due" scope={filter} />
      {page.rows.length > 0 ? (
        <>
          <DueSummary summary={summary} kept={kept} filter={filter} />
          <DueTimelines classes={next} now={now} />
        </>
      ) : null}
      <DueTable {...tableData(dueFilter, filter, page)} facets={dueFacets(choices)} />
    </>
  )
}
