import type { Metadata } from 'next'
import { DiscoveryTabs } from '#components/discovery/discovery-tabs.tsx'
import { OlderLink } from '#components/discovery/older-link.tsx'
import { RunList } from '#components/discovery/run-list.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { listDiscoveryRuns } from '#lib/data/discovery/discovery-run.ts'

export const metadata: Metadata = { title: 'Discovery runs' }

export default async function RunsPage({ searchParams }: { searchParams: Promise<{ cursor?: string | string[] }> }) {
  const [principal, { cursor: asked }] = await Promise.all([requirePrincipal(), searchParams])
  const cursor = typeof asked === 'string' ? asked : undefined
  const runs = await listDiscoveryRuns(principal, cursor === undefined ? {} : { cursor })
  return (
    <>
      <PageHeader title="Discovery runs" parent={{ href: '/discovery', label: 'Discovery' }} />
      <DiscoveryTabs active="runs" />
      {runs.rows.length === 0 ? (
        <EmptyState
          title="No runs yet"
          why="Each list that is added and each search of ranges is a run, with what it found and what was refused."
          action={
            <LinkButton variant="primary" href="/discovery">
              Add endpoints
            </LinkButton>
          }
        />
      ) : (
        <>
          <RunList runs={runs.rows} />
          <OlderLink
            shown={runs.rows.length}
            total={runs.total}
            noun="runs"
            path="/discovery/runs"
            cursor={cursor}
            nextCursor={runs.nextCursor}
          />
        </>
      )}
    </>
  )
}
