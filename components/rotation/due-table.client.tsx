'use client'

import type { DueRow } from '#lib/data/rotations/list-due.ts'
import { LifeBar } from '../certificate/life-bar.tsx'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { Facet } from '../table/facet.ts'
import type { TableData } from '../table/table-data.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { Duration, Time } from '../ui/time.tsx'
import { DueBadge } from './due-badge.tsx'
import { basisWords } from './due-words.ts'
import { CellText, NameLink } from './row-links.tsx'
import { Signs } from './signs.tsx'

const columns: readonly Column<DueRow>[] = [
  {
    id: 'name',
    header: 'Identity',
    sort: 'name',
    hideable: false,
    className: 'max-w-72',
    cell: (row) => <Subject row={row} />,
  },
  { id: 'state', header: 'State', cell: (row) => <DueBadge state={row.state} /> },
  { id: 'due', header: 'Due', sort: 'due', cell: (row) => <Time at={row.dueAt} /> },
  {
    id: 'basis',
    header: 'Rests on',
    className: 'whitespace-nowrap text-ink-2 text-xs',
    cell: (row) => basisWords[row.basis],
  },
  {
    id: 'certificate',
    header: 'Certificate',
    className: 'max-w-52',
    cell: (row) => <NameLink href={`/certificates/${row.sha256}`} name={row.certificateName} />,
  },
  {
    id: 'expiry',
    header: 'Expires',
    sort: 'expiry',
    cell: (row) => (
      <span className="inline-grid gap-1">
        <Time at={row.notAfter} />
        <LifeBar notBefore={row.notBefore} notAfter={row.notAfter} now={new Date()} />
      </span>
    ),
  },
  { id: 'signs', header: 'Signs', cell: (row) => <Signs signs={row.signs} /> },
  { id: 'owner', header: 'Owner', className: 'max-w-40', cell: (row) => <CellText value={row.owner} /> },
  {
    id: 'environment',
    header: 'Environment',
    hidden: true,
    className: 'max-w-40',
    cell: (row) => <CellText value={row.environment} />,
  },
  {
    id: 'endpoint',
    header: 'Endpoint',
    hidden: true,
    className: 'max-w-64',
    cell: (row) => <NameLink href={`/endpoints/${row.endpointId}`} name={endpointText(row)} />,
  },
  { id: 'expected', header: 'Due from', hidden: true, cell: (row) => <Time at={row.expectedAt} /> },
  { id: 'missed', header: 'Missed from', hidden: true, cell: (row) => <Time at={row.missedAt} /> },
  {
    id: 'interval',
    header: 'Interval of the policy',
    hidden: true,
    align: 'right',
    cell: (row) => <Duration ms={row.intervalSeconds === null ? null : row.intervalSeconds * 1000} />,
  },
]

/** What is to be rotated, in the order in which it is due. */
export function DueTable({ facets, ...data }: TableData<DueRow> & { facets: readonly Facet[] }) {
  return (
    <DataTable
      {...data}
      noun="rotations"
      columns={columns}
      facets={facets}
      exports={[
        { label: 'CSV', href: `/api/v1/rotations/due/export?format=csv&${data.query}` },
        { label: 'JSON', href: `/api/v1/rotations/due/export?format=json&${data.query}` },
      ]}
      empty={
        <EmptyState
          title="Nothing is to be rotated yet"
          why="Rotations are foreseen from the certificates that are served: by the policy’s interval, the identity’s own rhythm, or the shares of the life."
          action={
            <LinkButton variant="primary" href="/discovery">
              Add endpoints
            </LinkButton>
          }
        />
      }
    />
  )
}

function Subject({ row }: { row: DueRow }) {
  if (row.identityId !== null) {
    return <NameLink href={`/identities/${row.identityId}`} name={row.identityName ?? ''} strong />
  }
  return (
    <>
      <NameLink href={`/endpoints/${row.endpointId}`} name={row.endpoint} strong />
      <span className="text-ink-3 text-xs">endpoint without an identity</span>
    </>
  )
}

function endpointText({ endpoint, endpoints }: DueRow): string {
  return endpoints === 1 ? endpoint : `${endpoint} and ${(endpoints - 1).toLocaleString('en')} more`
}
