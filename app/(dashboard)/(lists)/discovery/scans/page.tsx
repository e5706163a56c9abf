import type { Metadata } from 'next'
import { DiscoveryTabs } from '#components/discovery/discovery-tabs.tsx'
import { OlderLink } from '#components/discovery/older-link.tsx'
import { ScanList } from '#components/discovery/scan-list.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { listScans } from '#lib/data/scans/list-scans.ts'

export const metadata: Metadata = { title: 'Scans' }

export default async function ScansPage({ searchParams }: { searchParams: Promise<{ cursor?: string | string[] }> }) {
  const [principal, { cursor: asked }] = await Promise.all([requirePrincipal(), searchParams])
  const cursor = typeof asked === 'string' ? asked : undefined
  const scans = await listScans(principal, { limit: 25, ...(cursor === undefined ? {} : { cursor }) })
  return (
    <>
      <PageHeader
        title="Scans"
        note="Scheduled and asked for, newest first."
        parent={{ href: '/discovery', label: 'Discovery' }}
      />
      <DiscoveryTabs active="scans" />
      {scans.rows.length === 0 ? (
        <EmptyState
          title="No scans yet"
          why="Endpoints are scanned as soon as they are added, and then on the schedule of their policy."
          action={
            <LinkButton variant="primary" href="/discovery">
              Add endpoints
            </LinkButton>
          }
        />
      ) : (
        <>
          <ScanList scans={scans.rows} canCancel={hasRole(principal, 'analyst')} />
          <OlderLink
            shown={scans.rows.length}
            total={scans.total}
            noun="scans"
            path="/discovery/scans"
            cursor={cursor}
            nextCursor={scans.nextCursor}
          />
        </>
      )}
    </>
  )
}
