import type { FormAction } from '#lib/api/form-state.ts'
import type { StoreSummary } from '#lib/data/trust-stores/list-store-summaries.ts'
import { Badge } from '../ui/badge.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { StoreActions } from './store-actions.tsx'

/** The head of the pages of one store; `actions` where the reader may change it. */
export function StoreHead({
  store,
  active,
  actions,
}: {
  store: StoreSummary
  active: 'anchors' | 'distrust'
  actions: { readonly remove: FormAction; readonly makeDefault: FormAction } | null
}) {
  const href = `/settings/trust/${store.id}`
  return (
    <>
      <PageHeader
        parent={{ href: '/settings/trust', label: 'Trust stores' }}
        title={<bdi>{store.name}</bdi>}
        badges={
          <>
            {store.isDefault ? <Badge>default</Badge> : null}
            <Badge>{store.publicRoots ? 'public' : 'private'}</Badge>
            {store.trustDomain === null ? null : <Badge>SPIFFE {store.trustDomain}</Badge>}
          </>
        }
        actions={actions === null ? undefined : <StoreActions store={store} {...actions} />}
      />
      <Tabs
        label="Store"
        active={active}
        tabs={[
          { key: 'anchors', label: 'Anchors', href, count: store.anchors.toLocaleString('en') },
          {
            key: 'distrust',
            label: 'Distrusted keys',
            href: `${href}/distrust`,
            count: store.distrusted.toLocaleString('en'),
          },
        ]}
      />
    </>
  )
}
