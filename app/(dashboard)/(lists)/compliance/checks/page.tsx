import type { Metadata } from 'next'
import { ChecksFilter } from '#components/report/checks-filter.client.tsx'
import { ChecksList } from '#components/report/checks-list.tsx'
import { NothingFound } from '#components/ui/empty-state.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { catalogue } from '#lib/checks/catalogue/index.ts'
import { checkFilter } from '#lib/data/compliance/check-filter.ts'
import { listChecks } from '#lib/data/compliance/list-checks.ts'
import { describeFilter, parseFilter } from '#lib/data/filter.ts'

export const metadata: Metadata = { title: 'Checks' }

export default async function ChecksPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const principal = await requirePrincipal()
  const { filter, problems } = parseFilter(checkFilter, await searchParams)
  const summaries = await listChecks(principal, filter)
  const active = describeFilter(checkFilter, filter)
  return (
    <>
      <PageHeader
        title="Checks"
        parent={{ href: '/compliance', label: 'Compliance' }}
        note={
          active.length === 0
            ? `What is judged, and why: ${catalogue.length} checks, with what each of them gives now.`
            : `${summaries.length} of ${catalogue.length} checks.`
        }
      />
      <FilterProblems problems={problems} />
      <ChecksFilter active={active} />
      {summaries.length === 0 ? (
        <NothingFound noun="checks" filters={active} clearHref="/compliance/checks" />
      ) : (
        <ChecksList summaries={summaries} />
      )}
    </>
  )
}
