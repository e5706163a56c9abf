import type { Metadata } from 'next'
import { rotationFacets } from '#components/rotation/rotation-facets.ts'
import { RotationTabs } from '#components/rotation/rotation-tabs.tsx'
import { RotationsTable } from '#components/rotation/rotations-table.client.tsx'
import { tableData } from '#components/table/table-data.ts'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { listPlaceChoices } from '#lib/data/place-choices.ts'
import { rotationFilter } from '#lib/data/rotations/filter.ts'
import { listRotations } from '#lib/data/rotations/list-rotations.ts'

export const metadata: Metadata = { title: 'Rotation history' }

export default async function RotationHistoryPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(rotationFilter, parameters)
  const [page, choices] = await Promise.all([listRotations(principal, filter), listPlaceChoices(principal)])
  return (
    <>
      <PageHeader
        title="Rotation history"
        parent={{ href: '/rotation', label: 'Rotation' }}
        note="Each step from one leaf to the next at an endpoint: how old the old one was, what was left of its life, and whether the key changed."
      />
      <FilterProblems problems={problems} />
      <RotationTabs active="history" scope={filter} />
      <RotationsTable {...tableData(rotationFilter, filter, page)} facets={rotationFacets(choices)} />
    </>
  )
}
