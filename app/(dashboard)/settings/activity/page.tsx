import type { Metadata } from 'next'
import { Suspense } from 'react'
import { activityFacets } from '#components/settings/activity-facets.ts'
import { ActivityTable } from '#components/settings/activity-table.client.tsx'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { tableData } from '#components/table/table-data.ts'
import { FilterProblems } from '#components/ui/notice.tsx'
import { ListSkeleton } from '#components/ui/skeleton.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import type { Principal } from '#lib/core/principal.ts'
import { listActivityChoices } from '#lib/data/activity/activity-choices.ts'
import { activityFilter } from '#lib/data/activity/filter.ts'
import { listActivity } from '#lib/data/activity/list-activity.ts'
import type { QuerySource } from '#lib/data/filter.ts'
import { parseFilter } from '#lib/data/filter.ts'

export const metadata: Metadata = { title: 'Activity' }

export default async function ActivityPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal('analyst'), searchParams])
  return (
    <Suspense fallback={<ListSkeleton />}>
      <Activity principal={principal} parameters={parameters} />
    </Suspense>
  )
}

async function Activity({ principal, parameters }: { principal: Principal; parameters: QuerySource }) {
  const { filter, problems } = parseFilter(activityFilter, parameters)
  const [page, choices] = await Promise.all([listActivity(principal, filter), listActivityChoices(principal)])
  return (
    <>
      <SettingsTabs active="activity" role={principal.role} />
      <FilterProblems problems={problems} />
      <ActivityTable {...tableData(activityFilter, filter, page)} facets={activityFacets(choices)} />
    </>
  )
}
