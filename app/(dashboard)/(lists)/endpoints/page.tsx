import type { Metadata } from 'next'
import { changeEndpointsAction } from '#app/(dashboard)/endpoints/actions.ts'
import { PageSavedViews } from '#app/(dashboard)/saved-views/page-saved-views.tsx'
import { endpointFacets } from '#components/endpoint/endpoint-facets.ts'
import { EndpointsTable } from '#components/endpoint/endpoints-table.client.tsx'
import { ScanProgress } from '#components/endpoint/scan-progress.client.tsx'
import { tableData } from '#components/table/table-data.ts'
import { LinkButton } from '#components/ui/link-button.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { listEndpointChoices } from '#lib/data/endpoints/endpoint-choices.ts'
import { endpointFilter } from '#lib/data/endpoints/filter.ts'
import { listEndpoints } from '#lib/data/endpoints/list-endpoints.ts'
import { parseFilter } from '#lib/data/filter.ts'

export const metadata: Metadata = { title: 'Endpoints' }

export default async function EndpointsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(endpointFilter, parameters)
  const [page, choices] = await Promise.all([listEndpoints(principal, filter), listEndpointChoices(principal)])
  const may = hasRole(principal, 'analyst')
  return (
    <>
      <PageHeader
        title="Endpoints"
        note="What clients dial: how each last answered, and what it ought to prove."
        actions={
          may ? (
            <LinkButton variant="primary" href="/discovery">
              Add endpoints
            </LinkButton>
          ) : undefined
        }
      />
      <FilterProblems problems={problems} />
      <ScanProgress canCancel={may} />
      <EndpointsTable
        {...tableData(endpointFilter, filter, page)}
        facets={endpointFacets(choices)}
        savedViews={<PageSavedViews page="/endpoints" />}
        bulk={may ? { mayRemove: hasRole(principal, 'admin'), change: changeEndpointsAction } : null}
      />
    </>
  )
}
