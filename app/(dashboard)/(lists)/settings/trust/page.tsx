import type { Metadata } from 'next'
import { createStoreAction, readSystemStoreAction } from '#app/(dashboard)/settings/trust/actions.ts'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { StoresTable } from '#components/settings/stores-table.tsx'
import { SystemStoreButton } from '#components/settings/system-store-button.client.tsx'
import { TrustTabs } from '#components/settings/trust-tabs.tsx'
import { UploadStoreForm } from '#components/settings/upload-store-form.client.tsx'
import { Card, Section } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { listAdvisories } from '#lib/data/advisories/list-advisories.ts'
import { listStoreSummaries } from '#lib/data/trust-stores/list-store-summaries.ts'

export const metadata: Metadata = { title: 'Trust stores' }

export default async function TrustPage() {
  const principal = await requirePrincipal()
  const [stores, advisories] = await Promise.all([listStoreSummaries(principal), listAdvisories(principal)])
  return (
    <>
      <SettingsTabs active="trust" role={principal.role} />
      <TrustTabs active="stores" advisories={advisories.length} role={principal.role} />
      <Section
        title="Trust stores"
        note="A named, dated set of anchors. “Trusted” always means: a path to one of these, with the path kept as evidence. What counts: the identity’s own store, else its SPIFFE trust domain’s, its binding rule’s, its environment’s, the default."
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
        <>
          <Section id="upload" title="New store">
            <Card>
              <UploadStoreForm action={createStoreAction} />
            </Card>
          </Section>
          <Section
            id="spiffe"
            title="New SPIFFE bundle"
            note={
              <>
                The authorities of a trust domain, as its bundle endpoint gives them or{' '}
                <code className="font-mono">spire-server bundle show</code> prints them.
              </>
            }
          >
            <Card>
              <UploadStoreForm action={createStoreAction} spiffe />
            </Card>
          </Section>
          <Section
            id="system"
            title="The system’s store"
            note="What the operating system of this server trusts. Read it again after it changed."
          >
            <Card>
              <SystemStoreButton action={readSystemStoreAction} />
            </Card>
          </Section>
        </>
      ) : null}
    </>
  )
}
