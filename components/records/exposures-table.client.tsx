'use client'

import Link from 'next/link'
import { filterToQuery } from '#lib/data/filter.ts'
import type { ExposureRow } from '#lib/data/records/list-exposures.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { Facet } from '../table/facet.ts'
import type { TableData } from '../table/table-data.ts'
import { CountLink } from '../ui/count-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Time } from '../ui/time.tsx'

const columns: readonly Column<ExposureRow>[] = [
  {
    id: 'location',
    header: 'Met in',
    hideable: false,
    className: 'max-w-96',
    cell: (row) => (
      <bdi title={row.location} className="block truncate">
        {row.location}
      </bdi>
    ),
  },
  { id: 'found', header: 'When', sort: 'found', cell: (row) => <Time at={row.foundAt} /> },
  { id: 'by', header: 'Sent by', className: 'max-w-48', cell: (row) => row.foundBy },
  { id: 'key', header: 'Key', cell: (row) => <Key row={row} /> },
  {
    id: 'certificates',
    header: 'Certificates',
    align: 'right',
    cell: (row) => (
      <CountLink
        count={row.certificates}
        href={`/certificates?spki=${row.spkiSha256}`}
        label="certificates with the key"
      />
    ),
  },
  {
    id: 'endpoints',
    header: 'Served at',
    align: 'right',
    cell: (row) => (
      <CountLink
        count={row.endpoints}
        href={`/endpoints?${filterToQuery({ cluster: `key-${row.spkiSha256}` })}`}
        label="endpoints that serve it"
      />
    ),
  },
]

const facets: readonly Facet[] = [
  { kind: 'flag', key: 'known', label: 'Certificate', yes: 'On a certificate', no: 'On none that is known' },
  { kind: 'flag', key: 'served', label: 'Served', yes: 'Served now', no: 'Not served now' },
]

/** Private keys that imports met and dropped: their hashes alone. */
export function ExposuresTable(data: TableData<ExposureRow>) {
  return (
    <DataTable
      {...data}
      noun="private keys"
      columns={columns}
      facets={facets}
      exports={[
        { label: 'CSV', href: `/api/v1/key-exposures/export?format=csv&${data.query}` },
        { label: 'JSON', href: `/api/v1/key-exposures/export?format=json&${data.query}` },
      ]}
      empty={
        <EmptyState
          title="No private key was met"
          why="Wherever something is imported, a private key in it is dropped before anything is stored; the hash of its public half and the place where it stood are kept here."
        />
      }
    />
  )
}

function Key({ row }: { row: ExposureRow }) {
  const short = <code className="font-mono text-xs">{row.spkiSha256.slice(0, 12)}</code>
  if (row.certificates === 0) return short
  return (
    <Link href={`/reuse/key-${row.spkiSha256}`} prefetch={false} className="link">
      {short}
    </Link>
  )
}
