import type { Metadata } from 'next'
import { AlwaysRefused } from '#components/settings/always-refused.tsx'
import { SiteFetching } from '#components/settings/site-fetching.tsx'
import { SiteForm } from '#components/settings/site-form.client.tsx'
import { WorkersTable } from '#components/settings/workers-table.tsx'
import { Card, Section } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { getSiteFetching } from '#lib/data/revocation/site-fetching.ts'
import { getSite } from '#lib/data/sites/get-site.ts'
import { listSiteWorkers } from '#lib/data/sites/list-site-workers.ts'
import { orNotFound } from '../../../or-not-found.ts'
import { changeSiteAction, switchFetchingAction } from '../actions.ts'

export const metadata: Metadata = { title: 'Site' }

export default async function SitePage({ params }: { params: Promise<{ id: string }> }) {
  const [principal, { id }] = await Promise.all([requirePrincipal('admin'), params])
  const site = await orNotFound(getSite(principal, id))
  const [workers, fetching] = await Promise.all([
    listSiteWorkers(principal, site.id),
    getSiteFetching(principal, site.id),
  ])
  return (
    <>
      <PageHeader
        parent={{ href: '/settings/sites', label: 'Sites' }}
        title={<bdi>{site.name}</bdi>}
        note="What scans and discoveries of this site may reach."
      />
      <Section title="Scope">
        <Card>
          <SiteForm action={changeSiteAction} site={site} />
        </Card>
      </Section>
      <AlwaysRefused />
      <Section title="Revocation evidence" note="What certificates point at: revocation lists, responders and issuers.">
        <SiteFetching siteId={site.id} {...fetching} action={switchFetchingAction} />
      </Section>
      <Section
        title="Workers"
        note="That gave a sign of life within the last day. A worker beats every few seconds; one that is silent for 30 seconds is taken for dead."
      >
        {workers.length === 0 ? (
          <EmptyState
            title="No worker"
            why="Nothing is scanned from here until a worker of this site runs: COUNTERSIGN_SITE names it, npm run worker starts one."
          />
        ) : (
          <WorkersTable workers={workers} />
        )}
      </Section>
    </>
  )
}
