import Link from 'next/link'
import type { Disagreement } from '#lib/data/trust/disagreements.ts'
import { opensslText } from '#lib/tls/openssl-verdict.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { pathReasonText } from '#lib/x509/path/path-reason-words.ts'
import { Name } from '../ui/name.tsx'
import { Time } from '../ui/time.tsx'
import { type PlainColumn, PlainTable } from './plain-table.tsx'

const columns: readonly PlainColumn<Disagreement>[] = [
  {
    header: 'Endpoint',
    className: 'sm:min-w-56',
    cell: ({ endpointId, endpoint, ip }) => (
      <span className="grid py-1.5">
        <Link
          href={`/endpoints/${endpointId}`}
          prefetch={false}
          className="font-medium hover:text-accent hover:underline"
        >
          <Name value={endpoint} />
        </Link>
        <span className="font-mono text-ink-3 text-xs">{ip}</span>
      </span>
    ),
  },
  {
    header: 'Certificate',
    cell: ({ leafSha256 }) => (
      <Link href={`/certificates/${leafSha256}#paths`} prefetch={false} className="link font-mono text-xs">
        {leafSha256.slice(0, 8)}
      </Link>
    ),
  },
  {
    header: 'We say',
    className: '[overflow-wrap:anywhere]',
    cell: ({ ours, store }) => (
      <Said code={ours} words={ours === null ? null : pathReasonText(ours)} note={`${store.name}, ${store.version}`} />
    ),
  },
  {
    header: 'It says',
    className: '[overflow-wrap:anywhere]',
    cell: ({ theirs, engine }) => (
      <Said code={theirs} words={theirs === null ? null : opensslText(theirs)} note={engine} />
    ),
  },
  {
    header: 'Known kind',
    className: 'max-w-80 text-sm',
    cell: ({ explanation }) => (
      <span className="block py-1.5">
        {explanation ?? <span className="text-ink-2">None that is known: worth a look at the paths.</span>}
      </span>
    ),
  },
  { header: 'Since', align: 'right', cell: ({ since }) => <Time at={since} /> },
  { header: 'Asked', align: 'right', cell: ({ seenAt }) => <Time at={seenAt} /> },
]

export function DisagreementsTable({ rows }: { rows: readonly Disagreement[] }) {
  return <PlainTable caption="Opposite verdicts" columns={columns} rows={rows} />
}

function Said({ code, words, note }: { code: string | null; words: string | null; note: string }) {
  return (
    <span className="grid py-1.5" title={code ?? undefined}>
      <span>{code === null ? 'trusted' : `not trusted: ${escapeUnsafe(words ?? code)}`}</span>
      <span className="text-ink-3 text-xs">
        <bdi>{escapeUnsafe(note)}</bdi>
      </span>
    </span>
  )
}
