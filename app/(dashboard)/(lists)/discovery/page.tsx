import type { Metadata } from 'next'
import { DiscoveryTabs } from '#components/discovery/discovery-tabs.tsx'
import { HostsForm } from '#components/discovery/hosts-form.client.tsx'
import { RangesForm } from '#components/discovery/ranges-form.client.tsx'
import { RunList } from '#components/discovery/run-list.tsx'
import { SiteScopes } from '#components/discovery/site-scopes.tsx'
import { Card, Section } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { readEnv } from '#lib/core/env.ts'
import { hasRole } from '#lib/core/principal.ts'
import { listDiscoveryRuns } from '#lib/data/discovery/discovery-run.ts'
import { listSites } from '#lib/data/sites/get-site.ts'

export const metadata: Metadata = { title: 'Discovery' }

export default async function DiscoveryPage() {
  const principal = await requirePrincipal()
  const [sites, runs] = await Promise.all([listSites(principal), listDiscoveryRuns(principal, { limit: 5 })])
  const own = sites.find(({ name }) => name === readEnv().COUNTERSIGN_SITE) ?? sites[0]
  const choices = sites.map(({ id, name }) => ({ id, name }))
  return (
    <>
      <PageHeader
        title="Discovery"
        note="How endpoints come into the inventory: from lists, and from searching address ranges."
      />
      <DiscoveryTabs active="add" />
      {own === undefined ? (
        <EmptyState
          title="No site yet"
          why="A site is a place from which workers scan. The first worker makes it when it starts: run one, then come back."
        />
      ) : hasRole(principal, 'analyst') ? (
        <>
          <Section
            title="Add hosts"
            note="What each line comes to is shown before anything is added. What is new is scanned at once."
          >
            <Card>
              <HostsForm sites={choices} siteId={own.id} />
            </Card>
          </Section>
          <Section
            title="Search address ranges"
            note="Each address is tried at each port; what answers in TLS is added and scanned."
          >
            <Card>
              <RangesForm sites={choices} siteId={own.id} />
            </Card>
          </Section>
        </>
      ) : (
        <Notice>To add endpoints needs the role analyst; yours is {principal.role}. Ask an administrator.</Notice>
      )}
      {runs.rows.length === 0 ? null : (
        <Section
          title="Latest runs"
          actions={
            <LinkButton size="sm" href="/discovery/runs">
              All runs
            </LinkButton>
          }
        >
          <RunList runs={runs.rows} />
        </Section>
      )}
      <Section
        id="scopes"
        title="Scopes"
        note="What scans may reach, by site. Every address is checked before it is dialled."
      >
        <SiteScopes sites={sites} />
      </Section>
    </>
  )
}
