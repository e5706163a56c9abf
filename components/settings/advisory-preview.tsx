import { CountLink } from '../ui/count-link.tsx'
import { Hash } from '../ui/hash.tsx'
import { Notice } from '../ui/notice.tsx'
import { Time } from '../ui/time.tsx'
import type { AdvisoryPreviewAnswer } from './advisory-answers.ts'
import { type PlainColumn, PlainTable } from './plain-table.tsx'

type Entry = AdvisoryPreviewAnswer['entries'][number] & { readonly id: string }

const columns: readonly PlainColumn<Entry>[] = [
  {
    header: 'Key of',
    className: '[overflow-wrap:anywhere]',
    cell: (entry) => (
      <span className="grid justify-items-start">
        <bdi>{entry.subject ?? 'not named'}</bdi>
        <Hash value={entry.spkiSha256} />
      </span>
    ),
  },
  { header: 'From', align: 'right', cell: (entry) => <Time at={entry.effectiveAt} show="date" /> },
  { header: 'Anchors', className: '[overflow-wrap:anywhere]', cell: (entry) => <Anchors entry={entry} /> },
  {
    header: 'Certificates',
    align: 'right',
    cell: (entry) => (
      <CountLink
        count={entry.certificateCount}
        href={`/certificates?spki=${entry.spkiSha256}`}
        label="certificates with this key"
      />
    ),
  },
  { header: 'Endpoints', align: 'right', cell: (entry) => entry.endpoints.toLocaleString('en') },
  { header: 'Distrusted already', cell: (entry) => <Already entry={entry} /> },
]

/** What importing an advisory would touch. */
export function AdvisoryPreviewView({ preview }: { preview: AdvisoryPreviewAnswer }) {
  const { title, source, publishedAt, stores, importedAs, entries } = preview
  return (
    <div className="grid min-w-0 gap-3">
      <p>
        <bdi className="font-medium">{title}</bdi> by <bdi>{source}</bdi>, <Time at={publishedAt} show="date" />:{' '}
        {entries.length === 1 ? 'one key' : `${entries.length.toLocaleString('en')} keys`} for{' '}
        {stores.length === 0 ? 'no store that is there yet' : stores.map(({ name }) => name).join(', ')}.
      </p>
      {importedAs === null ? null : (
        <Notice>This file was imported before. Importing it again changes nothing, or adds another store to it.</Notice>
      )}
      <PlainTable
        caption="What the advisory touches"
        columns={columns}
        rows={entries.map((entry) => ({ ...entry, id: entry.spkiSha256 }))}
      />
    </div>
  )
}

function Anchors({ entry: { anchors } }: { entry: Entry }) {
  if (anchors.length === 0) return <span className="text-ink-3">none</span>
  return (
    <ul>
      {anchors.map(({ storeId, sha256, storeName, inScope }) => (
        <li key={`${storeId} ${sha256}`}>
          <bdi>{storeName}</bdi>
          {inScope ? '' : <span className="text-ink-3"> (stays: not in scope)</span>}
        </li>
      ))}
    </ul>
  )
}

function Already({ entry: { already } }: { entry: Entry }) {
  if (already.length === 0) return <span className="text-ink-3">no</span>
  return (
    <ul>
      {already.map(({ storeName, effectiveAt, byHand }) => (
        <li key={storeName}>
          <bdi>{storeName}</bdi>, from <Time at={effectiveAt} show="date" />
          {byHand ? ' (by hand: stays)' : ''}
        </li>
      ))}
    </ul>
  )
}
