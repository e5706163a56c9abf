import Link from 'next/link'
import type { OwnershipPreviewAnswer } from './draft-ownership.ts'
import { PlainTable } from './plain-table.tsx'

const columns = [
  {
    header: 'Identity',
    className: '[overflow-wrap:anywhere]',
    cell: (row: Row) => (
      <Link href={`/identities/${row.id}`} className="link">
        <bdi>{row.name}</bdi>
      </Link>
    ),
  },
  { header: 'Owner now', className: '[overflow-wrap:anywhere]', cell: (row: Row) => row.currentOwner ?? <Nobody /> },
  {
    header: 'Would be owned by',
    className: '[overflow-wrap:anywhere]',
    cell: (row: Row) => row.nextOwner ?? <Nobody />,
  },
  { header: 'By rule', align: 'right' as const, cell: (row: Row) => (row.rule === null ? '—' : row.rule + 1) },
]

type Row = OwnershipPreviewAnswer['rows'][number] & { readonly id: string }

/** What saving the rules would change. */
export function OwnershipPreview({ preview }: { preview: OwnershipPreviewAnswer }) {
  const count = (value: number) => value.toLocaleString('en')
  const { identities, named, changed, ownerless, rows } = preview
  return (
    <section aria-label="Preview" className="grid min-w-0 gap-2">
      <p role="status" className="font-medium text-sm">
        Saving would change the owner of {count(changed)} of {count(identities)} identities.
      </p>
      <p className="text-ink-2 text-xs">
        The owners of {count(named)} were named by hand or by an import and stay; {count(ownerless)} would have none.
      </p>
      {rows.length === 0 ? null : (
        <PlainTable
          caption="Owners that would change"
          columns={columns}
          rows={rows.map((row) => ({ ...row, id: row.identityId }))}
        />
      )}
      {changed > rows.length ? <p className="text-ink-3 text-xs">The first {count(rows.length)} are shown.</p> : null}
    </section>
  )
}

function Nobody() {
  return <span className="text-ink-3">nobody</span>
}
