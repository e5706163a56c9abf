import type { StoreSummary } from '#lib/data/trust-stores/list-store-summaries.ts'
import { Badge } from '../ui/badge.tsx'
import { CountLink } from '../ui/count-link.tsx'
import { Time } from '../ui/time.tsx'
import { NameLink } from './name-link.tsx'
import { type PlainColumn, PlainTable } from './plain-table.tsx'

const columns: readonly PlainColumn<StoreSummary>[] = [
  {
    header: 'Store',
    cell: (store) => (
      <NameLink href={`/settings/trust/${store.id}`} name={store.name}>
        {store.isDefault ? <Badge>default</Badge> : null}
        {store.trustDomain === null ? null : <Badge>SPIFFE {store.trustDomain}</Badge>}
      </NameLink>
    ),
  },
  { header: 'Roots', cell: (store) => (store.publicRoots ? 'public' : 'private') },
  { header: 'Version', className: '[overflow-wrap:anywhere]', cell: (store) => store.version },
  { header: 'As of', align: 'right', cell: (store) => <Time at={store.asOf} show="date" /> },
  {
    header: 'Anchors',
    align: 'right',
    cell: (store) => <CountLink count={store.anchors} href={`/settings/trust/${store.id}#anchors`} label="anchors" />,
  },
  {
    header: 'Distrusted',
    align: 'right',
    cell: (store) => (
      <CountLink count={store.distrusted} href={`/settings/trust/${store.id}/distrust`} label="distrusted keys" />
    ),
  },
  { header: 'Named by', align: 'right', cell: (store) => <NamedBy store={store} /> },
]

export function StoresTable({ stores }: { stores: readonly StoreSummary[] }) {
  return <PlainTable caption="Trust stores" columns={columns} rows={stores} />
}

function NamedBy({ store }: { store: StoreSummary }) {
  const count = store.environments + store.identities + store.rules + store.domainIdentities
  if (count === 0) return <span className="text-ink-3">{store.isDefault ? 'all else' : 'nothing'}</span>
  return (
    <CountLink count={count} href={`/settings/trust/${store.id}#uses`} label="environments, identities and rules" />
  )
}
