import type { AdvisoryRow } from '#lib/data/advisories/list-advisories.ts'
import { Time } from '../ui/time.tsx'
import { NameLink } from './name-link.tsx'
import { type PlainColumn, PlainTable } from './plain-table.tsx'

const columns: readonly PlainColumn<AdvisoryRow>[] = [
  { header: 'Advisory', cell: (row) => <NameLink href={`/settings/trust/advisories/${row.id}`} name={row.title} /> },
  { header: 'Source', className: '[overflow-wrap:anywhere]', cell: (row) => <bdi>{row.source}</bdi> },
  { header: 'Published', align: 'right', cell: (row) => <Time at={row.publishedAt} show="date" /> },
  { header: 'Keys', align: 'right', cell: (row) => row.keys.toLocaleString('en') },
  { header: 'Speaks for', className: '[overflow-wrap:anywhere]', cell: (row) => scopeText(row) },
  { header: 'Imported', align: 'right', cell: (row) => <Time at={row.importedAt} /> },
]

export function AdvisoriesTable({ advisories }: { advisories: readonly AdvisoryRow[] }) {
  return <PlainTable caption="Distrust advisories" columns={columns} rows={advisories} />
}

/** Where an advisory distrusts its keys now, in words. */
export function scopeText({ everyPublicStore, stores }: Pick<AdvisoryRow, 'everyPublicStore' | 'stores'>): string {
  const names = stores.map(({ name }) => name).join(', ')
  if (!everyPublicStore) return names === '' ? 'no store any more' : names
  return names === '' ? 'every public store' : `every public store (now ${names})`
}
