import type { CertificateFilter } from '#lib/data/certificates/filter.ts'
import { filterToQuery } from '#lib/data/filter.ts'
import { Tabs } from '../ui/tabs.tsx'

const presets = [
  { key: 'all', label: 'All', query: '' },
  { key: 'served', label: 'Served leaves', query: 'role=leaf' },
  { key: 'near', label: 'Near expiry', query: 'role=leaf&expiry=tenth' },
  { key: 'expired', label: 'Expired and served', query: 'role=leaf&expiry=expired' },
  { key: 'ca', label: 'CAs', query: 'role=ca' },
  { key: 'stored', label: 'Stored only', query: 'role=stored' },
] as const

/** The questions that are asked most, as views of the one list. None is marked where the reader filters otherwise. */
export function CertificateTabs({ filter }: { filter: CertificateFilter }) {
  const now = sorted(filterToQuery(filter, { sort: undefined, limit: undefined }))
  const active = presets.find(({ query }) => sorted(query) === now)?.key ?? 'none'
  return (
    <Tabs
      label="Views"
      active={active}
      tabs={presets.map(({ key, label, query }) => ({
        key,
        label,
        href: query === '' ? '/certificates' : `/certificates?${query}`,
      }))}
    />
  )
}

function sorted(query: string): string {
  return query.split('&').sort().join('&')
}
