import type { Metadata } from 'next'
import { PageSavedViews } from '#app/(dashboard)/saved-views/page-saved-views.tsx'
import { ClustersTable } from '#components/reuse/clusters-table.client.tsx'
import { reuseFacets } from '#components/reuse/reuse-facets.ts'
import { tableData } from '#components/table/table-data.ts'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { listPlaceChoices } from '#lib/data/place-choices.ts'
import { reuseFilter } from '#lib/data/reuse/filter.ts'
import { countClustersByKind, listClusters } from '#lib/data/reuse/list-clusters.ts'

export const metadata: Metadata = { title: 'Reuse' }

export default async function ReusePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(reuseFilter, parameters)
  const [page, choices, counts] = await Promise.all([
    listClusters(principal, filter),
    listPlaceChoices(principal),
    countClustersByKind(principal, filter),
  ])
  return (
    <>
      <PageHeader
        title="Reuse"
        note="Keys, certificates and CAs that more than one place uses. Replicas of one identity share theirs by design and are left out until asked for."
      />
      <FilterProblems problems={problems} />
      <ClustersTable
        {...tableData(reuseFilter, filter, page)}
        facets={reuseFacets(choices, counts)}
        savedViews={<PageSavedViews page="/reuse" />}
      />
    </>
  )
}
