import type { AdvisoryDetail } from '#lib/data/advisories/list-advisories.ts'
import { CountLink } from '../ui/count-link.tsx'
import { Hash } from '../ui/hash.tsx'
import { Time } from '../ui/time.tsx'
import { type PlainColumn, PlainTable } from './plain-table.tsx'

type Entry = AdvisoryDetail['entries'][number] & { readonly id: string }

const columns: readonly PlainColumn<Entry>[] = [
  {
    header: 'Key of',
    className: '[overflow-wrap:anywhere]',
    cell: ({ subject }) => (subject === null ? 'not named' : <bdi>{subject}</bdi>),
  },
  { header: 'From', align: 'right', cell: (entry) => <Time at={entry.effectiveAt} show="date" /> },
  { header: 'Reason', className: '[overflow-wrap:anywhere]', cell: (entry) => entry.reason },
  {
    header: 'Certificates',
    align: 'right',
    cell: (entry) => (
      <CountLink
        count={entry.certificates}
        href={`/certificates?spki=${entry.spkiSha256}`}
        label="certificates with this key"
      />
    ),
  },
  { header: 'Stores', align: 'right', cell: (entry) => entry.stores.toLocaleString('en') },
  { header: 'Key (SHA-256)', cell: (entry) => <Hash value={entry.spkiSha256} /> },
]

/** The keys that an advisory names. */
export function AdvisoryEntries({ entries }: { entries: AdvisoryDetail['entries'] }) {
  return (
    <PlainTable
      caption="Keys of the advisory"
      columns={columns}
      rows={entries.map((entry) => ({ ...entry, id: entry.spkiSha256 }))}
    />
  )
}
