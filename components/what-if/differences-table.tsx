import Link from 'next/link'
import type { Difference, OneVerdict } from '#lib/data/what-if/answer.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { type PlainColumn, PlainTable } from '../settings/plain-table.tsx'
import { CertificateName } from './certificate-name.tsx'
import { reasonText } from './what-if-words.ts'

type Row = Difference & { readonly id: string }
type Names = Readonly<Record<string, string>>

/** Chains with what speaks for them before and after, in the names that the report keeps. `from` numbers the first. */
export function DifferencesTable({
  caption,
  rows,
  names,
  from,
}: {
  caption: string
  rows: readonly Difference[]
  names: Names
  from: number
}) {
  const numbered = rows.map((row, index): Row => ({ ...row, id: String(from + index) }))
  return <PlainTable caption={caption} columns={columnsFor(names)} rows={numbered} />
}

function columnsFor(names: Names): readonly PlainColumn<Row>[] {
  return [
    {
      header: 'Endpoint and leaf',
      className: 'py-2',
      cell: (row) => (
        <span className="grid gap-0.5">
          <Link href={`/endpoints/${row.endpointId}`} prefetch={false} className="link w-fit [overflow-wrap:anywhere]">
            <bdi>{escapeUnsafe(row.endpoint)}</bdi>
          </Link>
          <span className="text-xs">
            <CertificateName sha256={row.leafSha256} names={names} />
          </span>
        </span>
      ),
    },
    { header: 'Identity and environment', cell: (row) => <Identity row={row} /> },
    { header: 'Before', className: 'py-2', cell: (row) => <Verdict verdict={row.before} names={names} /> },
    { header: 'After', className: 'py-2', cell: (row) => <Verdict verdict={row.after} names={names} /> },
    { header: 'Store', cell: (row) => row.store ?? <span className="text-ink-3">none</span> },
  ]
}

function Identity({ row: { identityId, identity, environment } }: { row: Row }) {
  if (identityId === null) return <span className="text-ink-3">none</span>
  return (
    <span className="grid gap-0.5">
      <Link href={`/identities/${identityId}`} prefetch={false} className="link w-fit [overflow-wrap:anywhere]">
        <bdi>{escapeUnsafe(identity ?? identityId)}</bdi>
      </Link>
      <span className="text-ink-3 text-xs">{escapeUnsafe(environment ?? 'no environment')}</span>
    </span>
  )
}

/** The path up, or why there is none. */
function Verdict({ verdict, names }: { verdict: OneVerdict; names: Names }) {
  if (!verdict.trusted) return <span>Not trusted: {reasonText(verdict.reason)}</span>
  if (verdict.path.length === 0) return <span>Trusted: it is an anchor itself</span>
  return (
    <span className="grid gap-0.5">
      <span>Trusted, by</span>
      <ol className="grid gap-0.5">
        {verdict.path.map((sha256) => (
          <li key={sha256} className="text-xs">
            <span aria-hidden="true" className="text-ink-3">
              ↑{' '}
            </span>
            <CertificateName sha256={sha256} names={names} />
          </li>
        ))}
      </ol>
    </span>
  )
}
