import type { Metadata } from 'next'
import { VerdictsTable } from '#components/overview/verdicts-table.client.tsx'
import { tableData } from '#components/table/table-data.ts'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { verdictFilter } from '#lib/data/compliance/filter.ts'
import { listVerdicts } from '#lib/data/compliance/list-verdicts.ts'
import { listVerdictChoices } from '#lib/data/compliance/verdict-choices.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { listPlaceChoices } from '#lib/data/place-choices.ts'

export const metadata: Metadata = { title: 'Not assessed' }

export default async function UnassessedPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(verdictFilter, { ...parameters, outcome: 'not-assessed' })
  const [page, choices, places] = await Promise.all([
    listVerdicts(principal, filter),
    listVerdictChoices(principal),
    listPlaceChoices(principal),
  ])
  return (
    <>
      <PageHeader
        title="Not assessed"
        parent={{ href: '/overview', label: 'Overview' }}
        note="Verdicts that a check could not give, and why. They count neither as passed nor as failed."
      />
      <FilterProblems problems={problems} />
      <VerdictsTable
        {...tableData(verdictFilter.omit({ outcome: true }), filter, page)}
        facets={[
          { kind: 'choice', key: 'reason', label: 'Reason', options: choices.reasons },
          { kind: 'choice', key: 'check', label: 'Check', options: choices.checks },
          { kind: 'choice', key: 'environment', label: 'Environment', options: places.environments },
        ]}
      />
    </>
  )
}
