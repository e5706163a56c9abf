import type { Metadata } from 'next'
import { AdvisoriesTable } from '#components/settings/advisories-table.tsx'
import { ImportAdvisory } from '#components/settings/import-advisory.client.tsx'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { TrustTabs } from '#components/settings/trust-tabs.tsx'
import { Card, Section } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { listAdvisories } from '#lib/data/advisories/list-advisories.ts'
import { listTrustStores } from '#lib/data/trust-stores/list-trust-stores.ts'

export const metadata: Metadata = { title: 'Distrust advisories' }

export default async function AdvisoriesPage() {
  const principal = await requirePrincipal()
  const [advisories, stores] = await Promise.all([listAdvisories(principal), listTrustStores(principal)])
  return (
    <>
      <SettingsTabs active="trust" role={principal.role} />
      <TrustTabs active="advisories" advisories={advisories.length} role={principal.role} />
      <Section
        title="Distrust advisories"
        note="Dated notices that list keys. An imported one distrusts its keys in the stores that it speaks for, until it is withdrawn."
      >
        {advisories.length === 0 ? (
          <EmptyState
            title="No advisories yet"
            why="When a certificate authority is distrusted, the notice comes as a file with the keys. Its preview shows which anchors and certificates carry them."
          />
        ) : (
          <AdvisoriesTable advisories={advisories} />
        )}
      </Section>
      {hasRole(principal, 'admin') ? (
        <Section id="import" title="Import an advisory" note="What it touches is shown first; nothing is scanned.">
          <Card>
            <ImportAdvisory stores={stores.map(({ id, name }) => ({ id, name }))} />
          </Card>
        </Section>
      ) : null}
    </>
  )
}
