'use client'

import type { AnchorRow } from '#lib/data/trust-stores/list-anchors.ts'
import { keyText } from '../certificate/key-text.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { TableData } from '../table/table-data.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Hash } from '../ui/hash.tsx'
import { Time } from '../ui/time.tsx'

const columns: readonly Column<AnchorRow>[] = [
  {
    id: 'name',
    header: 'Anchor',
    sort: 'name',
    hideable: false,
    className: 'sm:max-w-112',
    cell: (row) => <Name row={row} />,
  },
  { id: 'expires', header: 'Expires', sort: 'expiry', cell: (row) => <Expiry at={row.notAfter} /> },
  { id: 'key', header: 'Key', className: 'whitespace-nowrap', cell: (row) => keyText(row.keyAlgorithm, row.keyBits) },
  { id: 'signature', header: 'Signature', hidden: true, cell: (row) => row.signatureAlgorithm },
  { id: 'distrusted', header: 'Distrusted', cell: (row) => <Time at={row.distrustedAt} show="date" /> },
  { id: 'sha256', header: 'SHA-256', cell: (row) => <Hash value={row.sha256} /> },
]

export function AnchorsTable(data: TableData<AnchorRow>) {
  return (
    <DataTable
      {...data}
      noun="anchors"
      search="Name or SHA-256"
      columns={columns}
      rowHref={(row) => `/certificates/${row.sha256}`}
      empty={<EmptyState title="No anchors" why="Nothing can be trusted by this store." />}
    />
  )
}

function Name({ row }: { row: AnchorRow }) {
  return (
    <bdi title={row.subject} className="block truncate max-sm:whitespace-normal">
      {row.subject}
    </bdi>
  )
}

function Expiry({ at }: { at: Date }) {
  return (
    <span className="whitespace-nowrap">
      <Time at={at} />{' '}
      <span className="text-ink-3 text-xs">
        <Time at={at} show="date" />
      </span>
    </span>
  )
}
