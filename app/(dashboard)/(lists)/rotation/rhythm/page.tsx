import type { Metadata } from 'next'
import { AgeChart, mostPoints } from '#components/rotation/age-chart.tsx'
import { RhythmTable } from '#components/rotation/rhythm-table.client.tsx'
import { rhythmFacets } from '#components/rotation/rotation-facets.ts'
import { RotationTabs } from '#components/rotation/rotation-tabs.tsx'
import { tableData } from '#components/table/table-data.ts'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { listPlaceChoices } from '#lib/data/place-choices.ts'
import { listRhythms } from '#lib/data/rotations/list-rhythms.ts'
import { rhythmFilter } from '#lib/data/rotations/rhythm-filter.ts'
import { summariseAges } from '#lib/data/rotations/summarise-ages.ts'

export const metadata: Metadata = { title: 'Rotation rhythm' }

export default async function RotationRhythmPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(rhythmFilter, parameters)
  const now = new Date()
  const [page, ages, choices] = await Promise.all([
    listRhythms(principal, filter, now),
    summariseAges(principal, filter, mostPoints, now),
    listPlaceChoices(principal),
  ])
  return (
    <>
      <PageHeader
        title="Rotation rhythm"
        parent={{ href: '/rotation', label: 'Rotation' }}
        note="How old each identity’s certificate is, how old it may become, and what earlier rotations have shown: median and spread as shares of the life, so that an hour and a year are measured alike."
      />
      <FilterProblems problems={problems} />
      <RotationTabs active="rhythm" scope={filter} />
      {ages.rows.length > 0 ? <AgeChart ages={ages} /> : null}
      <RhythmTable {...tableData(rhythmFilter, filter, page)} facets={rhythmFacets(choices)} />
    </>
  )
}
