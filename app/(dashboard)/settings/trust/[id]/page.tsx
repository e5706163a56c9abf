import type { Metadata } from 'next'
import { AnchorsTable } from '#components/settings/anchors-table.client.tsx'
import { ReplaceStoreForm } from '#components/settings/replace-store-form.client.tsx'
import { StoreFacts } from '#components/settings/store-facts.tsx'
import { StoreHead } from '#components/settings/store-head.tsx'
import { StoreUses } from '#components/settings/store-uses.tsx'
import { tableData } from '#components/table/table-data.ts'
import { Card, Section } from '#components/ui/card.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { anchorFilter } from '#lib/data/trust-stores/anchor-filter.ts'
import { listAnchors } from '#lib/data/trust-stores/list-anchors.ts'
import { getStoreSummary } from '#lib/data/trust-stores/list-store-summaries.ts'
import { listStoreUses } from '#lib/data/trust-stores/list-store-uses.ts'
import { orNotFound } from '../../../or-not-found.ts'
import { deleteStoreAction, removeAnchorAction, replaceContentAction, setDefaultStoreAction } from '../actions.ts'

export const metadata: Metadata = { title: 'Trust store' }

export default async function StorePage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, { id }, parameters] = await Promise.all([requirePrincipal(), params, searchParams])
  const store = await orNotFound(getStoreSummary(principal, id))
  const { filter, problems } = parseFilter(anchorFilter, parameters)
  const [anchors, uses] = await Promise.all([
    listAnchors(principal, store.id, filter),
    listStoreUses(principal, store.id),
  ])
  const admin = hasRole(principal, 'admin')
  const mayChange = admin && store.source !== 'runtime' && store.source !== 'system'
  return (
    <>
      <StoreHead
        store={store}
        active="anchors"
        actions={admin ? { remove: deleteStoreAction, makeDefault: setDefaultStoreAction } : null}
      />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Section title="Content">
          <Card>
            <StoreFacts store={store} />
          </Card>
        </Section>
        <Section title="Used by">
          <Card>
            <StoreUses store={store} uses={uses} />
          </Card>
        </Section>
      </div>
      <Section id="anchors" title="Anchors">
        <FilterProblems problems={problems} />
        <AnchorsTable
          {...tableData(anchorFilter, filter, anchors)}
          storeId={store.id}
          remove={mayChange ? removeAnchorAction : null}
        />
      </Section>
      {mayChange ? (
        <Section
          id="replace"
          title="New content"
          note="A new version with its date; all that answers to the store is judged anew, and nothing is scanned for it."
        >
          <Card>
            <ReplaceStoreForm action={replaceContentAction} storeId={store.id} spiffe={store.trustDomain !== null} />
          </Card>
        </Section>
      ) : null}
    </>
  )
}
