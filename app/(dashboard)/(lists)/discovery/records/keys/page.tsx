import type { Metadata } from 'next'
import { ExposuresTable } from '#components/records/exposures-table.client.tsx'
import { RecordsHead } from '#components/records/records-head.tsx'
import { tableData } from '#components/table/table-data.ts'
import { FilterProblems } from '#components/ui/notice.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { exposureFilter } from '#lib/data/records/exposure-filter.ts'
import { listExposures } from '#lib/data/records/list-exposures.ts'

export const metadata: Metadata = { title: 'Private keys met' }

export default async function ExposuresPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(exposureFilter, parameters)
  const page = await listExposures(principal, filter)
  return (
    <>
      <RecordsHead
        active="keys"
        note="Private keys that were sent with imports. None is stored: only the hash of its public half, and where it stood."
      />
      <FilterProblems problems={problems} />
      <ExposuresTable {...tableData(exposureFilter, filter, page)} />
    </>
  )
}
