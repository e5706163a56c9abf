import type { Metadata } from 'next'
import { Suspense } from 'react'
import { SourcesTable } from '#components/settings/sources-table.tsx'
import { Section } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Pagination } from '#components/ui/pagination.tsx'
import { ListSkeleton } from '#components/ui/skeleton.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import type { Principal } from '#lib/core/principal.ts'
import { filterToQuery, parseFilter, type QuerySource } from '#lib/data/filter.ts'
import { listRevocationSources } from '#lib/data/revocation/list-sources.ts'
import { sourceFilter } from '#lib/data/revocation/source-filter.ts'
import { getSite } from '#lib/data/sites/get-site.ts'
import type { SiteRecord } from '#lib/data/sites/site.ts'
import { orNotFound } from '../../../../or-not-found.ts'
import { fetchNowAction } from '../../actions.ts'

export const metadata: Metadata = { title: 'Revocation sources' }

export default async function SourcesPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, { id }, parameters] = await Promise.all([requirePrincipal('admin'), params, searchParams])
  const site = await orNotFound(getSite(principal, id))
  return (
    <Suspense fallback={<ListSkeleton />}>
      <Sources principal={principal} site={site} parameters={parameters} />
    </Suspense>
  )
}

async function Sources({
  principal,
  site,
  parameters,
}: {
  principal: Principal
  site: SiteRecord
  parameters: QuerySource
}) {
  const { filter, problems } = parseFilter(sourceFilter, parameters)
  const page = await listRevocationSources(principal, { ...filter, site: [site.id] })
  const here = `/settings/sites/${site.id}/sources`
  const query = { ...filter, site: undefined, cursor: undefined }
  const failingOnly = filter.state?.includes('failing') === true
  return (
    <>
      <PageHeader
        parent={{ href: `/settings/sites/${site.id}`, label: site.name }}
        title="Revocation sources"
        note="What the certificates that this site’s endpoints serve point at: each URL is fetched once for the whole estate, within the site’s scope."
      />
      <FilterProblems problems={problems} />
      <Section
        title={failingOnly ? 'Failing sources' : 'All sources'}
        actions={
          <LinkButton size="sm" href={failingOnly ? here : `${here}?state=failing`}>
            {failingOnly ? 'All sources' : 'Failing alone'}
          </LinkButton>
        }
      >
        {page.rows.length === 0 ? (
          <EmptyState
            title={failingOnly ? 'None fails' : 'No sources'}
            why={
              failingOnly
                ? 'The last fetch of every source gave something.'
                : 'No certificate that is served here names a revocation list, a responder or its issuer’s place over HTTP.'
            }
          />
        ) : (
          <>
            <SourcesTable sources={page.rows} retry={fetchNowAction} />
            <Pagination
              shown={page.rows.length}
              total={page.total}
              noun="sources"
              firstHref={filter.cursor === undefined ? null : `${here}?${filterToQuery(query)}`}
              nextHref={
                page.nextCursor === null ? null : `${here}?${filterToQuery({ ...query, cursor: page.nextCursor })}`
              }
            />
          </>
        )}
      </Section>
    </>
  )
}
