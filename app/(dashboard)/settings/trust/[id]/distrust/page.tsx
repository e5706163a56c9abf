import type { Metadata } from 'next'
import { DistrustForm } from '#components/settings/distrust-form.client.tsx'
import { DistrustTable } from '#components/settings/distrust-table.client.tsx'
import { StoreHead } from '#components/settings/store-head.tsx'
import { tableData } from '#components/table/table-data.ts'
import { Card, Section } from '#components/ui/card.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { distrustFilter } from '#lib/data/trust-stores/distrust-filter.ts'
import { listDistrust } from '#lib/data/trust-stores/list-distrust.ts'
import { getStoreSummary } from '#lib/data/trust-stores/list-store-summaries.ts'
import { orNotFound } from '../../../../or-not-found.ts'
import { addDistrustAction, deleteStoreAction, removeDistrustAction, setDefaultStoreAction } from '../../actions.ts'

export const metadata: Metadata = { title: 'Distrusted keys' }

export default async function DistrustPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, { id }, parameters] = await Promise.all([requirePrincipal(), params, searchParams])
  const store = await orNotFound(getStoreSummary(principal, id))
  const { filter, problems } = parseFilter(distrustFilter, parameters)
  const entries = await listDistrust(principal, store.id, filter)
  const admin = hasRole(principal, 'admin')
  return (
    <>
      <StoreHead
        store={store}
        active="distrust"
        actions={admin ? { remove: deleteStoreAction, makeDefault: setDefaultStoreAction } : null}
      />
      <Section
        title="Distrusted keys"
        note="From its day on no path of this store runs through such a key, whatever certificate carries it."
      >
        <FilterProblems problems={problems} />
        <DistrustTable
          {...tableData(distrustFilter, filter, entries)}
          storeId={store.id}
          remove={admin ? removeDistrustAction : null}
        />
      </Section>
      {admin ? (
        <Section id="distrust" title="Distrust a key">
          <Card>
            <DistrustForm action={addDistrustAction} storeId={store.id} today={new Date().toISOString().slice(0, 10)} />
          </Card>
        </Section>
      ) : null}
    </>
  )
}
