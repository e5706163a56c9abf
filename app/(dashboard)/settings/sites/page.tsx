import type { Metadata } from 'next'
import { Suspense } from 'react'
import { AlwaysRefused } from '#components/settings/always-refused.tsx'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { SitesTable } from '#components/settings/sites-table.tsx'
import { Section } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ListSkeleton } from '#components/ui/skeleton.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import type { Principal } from '#lib/core/principal.ts'
import { listSiteSummaries } from '#lib/data/sites/list-site-summaries.ts'

export const metadata: Metadata = { title: 'Sites' }

export default async function SitesPage() {
  const principal = await requirePrincipal('admin')
  return (
    <Suspense fallback={<ListSkeleton />}>
      <Sites principal={principal} />
    </Suspense>
  )
}

async function Sites({ principal }: { principal: Principal }) {
  const sites = await listSiteSummaries(principal)
  return (
    <>
      <SettingsTabs active="sites" role={principal.role} />
      <Section title="Sites" note="A site is a place from which workers scan. Its scope says what they may reach.">
        {sites.length === 0 ? (
          <EmptyState
            title="No sites yet"
            why="A site is made when the first worker that names it starts (COUNTERSIGN_SITE)."
          />
        ) : (
          <SitesTable sites={sites} />
        )}
      </Section>
      <AlwaysRefused />
    </>
  )
}
