import type { Metadata } from 'next'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { StoresTable } from '#components/settings/stores-table.tsx'
import { UploadStoreForm } from '#components/settings/upload-store-form.client.tsx'
import { Card, Section } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { listStoreSummaries } from '#lib/data/trust-stores/list-store-summaries.ts'
import { createStoreAction } from './actions.ts'

export const metadata: Metadata = { title: 'Trust stores' }

export default async function TrustPage() {
  const principal = await requirePrincipal()
  const stores = await listStoreSummaries(principal)
  return (
    <>
      <SettingsTabs active="trust" role={principal.role} />
      <Section
        title="Trust stores"
        note="A named, dated set of anchors. “Trusted” always means: a path to one of these, with the path kept as evidence."
      >
        {stores.length === 0 ? (
          <EmptyState
            title="No trust stores yet"
            why="Without a store nothing can be called trusted. The public roots come with the first start of the server."
          />
        ) : (
          <StoresTable stores={stores} />
        )}
      </Section>
      {hasRole(principal, 'admin') ? (
        <Section id="upload" title="New store">
          <Card>
            <UploadStoreForm action={createStoreAction} />
          </Card>
        </Section>
      ) : null}
    </>
  )
}
