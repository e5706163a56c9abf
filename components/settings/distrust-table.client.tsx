'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import type { FormAction } from '#lib/api/form-state.ts'
import type { DistrustRow } from '#lib/data/trust-stores/list-distrust.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { TableData } from '../table/table-data.ts'
import { CountLink } from '../ui/count-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Hash } from '../ui/hash.tsx'
import { Time } from '../ui/time.tsx'
import { ActionButton } from './action-button.client.tsx'

const columns: readonly Column<DistrustRow>[] = [
  {
    id: 'subject',
    header: 'Key of',
    sort: 'name',
    hideable: false,
    className: 'sm:max-w-96 [overflow-wrap:anywhere]',
    cell: (row) => (row.subject === null ? 'not named' : <bdi>{row.subject}</bdi>),
  },
  { id: 'effective', header: 'From', sort: 'effective', cell: (row) => <Time at={row.effectiveAt} show="date" /> },
  { id: 'reason', header: 'Reason', className: 'sm:max-w-80 [overflow-wrap:anywhere]', cell: (row) => row.reason },
  { id: 'source', header: 'Source', className: '[overflow-wrap:anywhere]', cell: (row) => <Source row={row} /> },
  { id: 'anchors', header: 'Anchors', align: 'right', cell: (row) => row.anchors.toLocaleString('en') },
  {
    id: 'certificates',
    header: 'Certificates',
    align: 'right',
    cell: (row) => (
      <CountLink
        count={row.certificates}
        href={`/certificates?spki=${row.spkiSha256}`}
        label="certificates with this key"
      />
    ),
  },
  { id: 'key', header: 'Key (SHA-256)', cell: (row) => <Hash value={row.spkiSha256} /> },
]

/** `remove` where the reader may change the store; entries of advisories go with their advisory. */
export function DistrustTable({
  storeId,
  remove,
  ...data
}: TableData<DistrustRow> & { storeId: string; remove: FormAction | null }) {
  const all = useMemo(() => (remove === null ? columns : [...columns, removal(storeId, remove)]), [storeId, remove])
  return (
    <DataTable
      {...data}
      noun="distrusted keys"
      search="Name, source, reason or SHA-256"
      columns={all}
      empty={
        <EmptyState
          title="No distrusted keys"
          why="Every anchor of this store counts. Distrust a key below, or import an advisory: cross-signed certificates of the key fall with it."
        />
      }
    />
  )
}

function removal(storeId: string, remove: FormAction): Column<DistrustRow> {
  return {
    id: 'remove',
    header: 'Change',
    cell: (row) =>
      row.advisory === null ? (
        <ActionButton
          action={remove}
          fields={{ storeId, id: row.id }}
          label="Trust again"
          danger
          confirm={{
            title: 'Trust this key again?',
            text: 'Paths through it count again where the store has an anchor for them; what answers to the store is judged anew.',
          }}
        />
      ) : (
        <span className="text-ink-3 text-xs">with its advisory</span>
      ),
  }
}

function Source({ row }: { row: DistrustRow }) {
  if (row.advisory === null) return row.source
  return (
    <Link href={`/settings/trust/advisories/${row.advisory.id}`} prefetch={false} className="link">
      {row.advisory.title}
    </Link>
  )
}
