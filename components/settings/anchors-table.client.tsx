'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import type { FormAction } from '#lib/api/form-state.ts'
import type { AnchorRow } from '#lib/data/trust-stores/list-anchors.ts'
import { keyText } from '../certificate/key-text.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { TableData } from '../table/table-data.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Hash } from '../ui/hash.tsx'
import { Time } from '../ui/time.tsx'
import { ActionButton } from './action-button.client.tsx'

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
  { id: 'radius', header: 'Blast radius', cell: (row) => <Radius row={row} /> },
  { id: 'sha256', header: 'SHA-256', cell: (row) => <Hash value={row.sha256} /> },
]

/** `remove` where the reader may take anchors out of the store. */
export function AnchorsTable({
  storeId,
  remove,
  ...data
}: TableData<AnchorRow> & { storeId: string; remove: FormAction | null }) {
  const all = useMemo(() => (remove === null ? columns : [...columns, removal(storeId, remove)]), [storeId, remove])
  return (
    <DataTable
      {...data}
      noun="anchors"
      search="Name or SHA-256"
      columns={all}
      rowHref={(row) => `/certificates/${row.sha256}`}
      empty={<EmptyState title="No anchors" why="Nothing can be trusted by this store." />}
    />
  )
}

function removal(storeId: string, remove: FormAction): Column<AnchorRow> {
  return {
    id: 'remove',
    header: 'Change',
    cell: (row) => (
      <ActionButton
        action={remove}
        fields={{ id: storeId, sha256: row.sha256 }}
        label="Remove"
        danger
        confirm={{
          title: 'Remove this anchor?',
          text: `${row.subject} anchors nothing in this store any more. A cross-signed certificate of its key may still lead to another anchor: distrust the key to close that, too.`,
        }}
      />
    ),
  }
}

function Name({ row }: { row: AnchorRow }) {
  return (
    <bdi title={row.subject} className="block truncate max-sm:whitespace-normal">
      {row.subject}
    </bdi>
  )
}

function Radius({ row }: { row: AnchorRow }) {
  return (
    <Link href={`/what-if/certificate/${row.sha256}`} prefetch={false} className="link whitespace-nowrap">
      What hangs on it
    </Link>
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
