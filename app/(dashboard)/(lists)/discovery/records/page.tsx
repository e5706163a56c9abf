import type { Metadata } from 'next'
import { ImportIssued } from '#components/records/import-issued.client.tsx'
import { IssuedTable } from '#components/records/issued-table.client.tsx'
import { RecordsHead } from '#components/records/records-head.tsx'
import { tableData } from '#components/table/table-data.ts'
import { Card, Section } from '#components/ui/card.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { listPlaceChoices } from '#lib/data/place-choices.ts'
import { issuedFilter } from '#lib/data/records/issued-filter.ts'
import { listIssued } from '#lib/data/records/list-issued.ts'
import { bindIssuedAction } from './actions.ts'

export const metadata: Metadata = { title: 'Issued certificates' }

export default async function IssuedPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(issuedFilter, parameters)
  const [page, choices] = await Promise.all([listIssued(principal, filter), listPlaceChoices(principal)])
  const may = hasRole(principal, 'analyst')
  return (
    <>
      <RecordsHead
        active="issued"
        note="Certificates that somebody said were issued: what is issued and not served, or served and never told of, is found by comparison."
      />
      <FilterProblems problems={problems} />
      <IssuedTable
        {...tableData(issuedFilter, filter, page)}
        choices={choices}
        bind={may ? bindIssuedAction : undefined}
      />
      {may ? (
        <Section
          id="import"
          title="Put certificates on record"
          note="Pipelines and CAs send theirs to POST /api/v1/issued-certificates."
        >
          <Card>
            <ImportIssued />
          </Card>
        </Section>
      ) : null}
    </>
  )
}
