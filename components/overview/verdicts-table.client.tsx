'use client'

import Link from 'next/link'
import type { EvidenceRow } from '#lib/data/compliance/evidence-row.ts'
import { subjectHref } from '../finding/subject-href.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { Facet } from '../table/facet.ts'
import type { TableData } from '../table/table-data.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { Time } from '../ui/time.tsx'

const columns: readonly Column<EvidenceRow>[] = [
  {
    id: 'subject',
    header: 'Endpoint or identity',
    hideable: false,
    className: 'sm:max-w-72',
    cell: (row) => <span title={row.subjectName}>{row.subjectName}</span>,
  },
  {
    id: 'check',
    header: 'Check',
    cell: (row) => (
      <Link href={`?check=${row.checkId}`} prefetch={false} className="hover:underline">
        {row.title}
      </Link>
    ),
  },
  {
    id: 'reason',
    header: 'Why not',
    cell: (row) => <span className="[overflow-wrap:anywhere]">{row.reason ?? 'no reason was given'}</span>,
  },
  {
    id: 'environment',
    header: 'Environment',
    className: 'sm:whitespace-nowrap',
    cell: (row) => row.environment ?? '—',
  },
  { id: 'since', header: 'Since', sort: 'since', align: 'right', cell: (row) => <Time at={row.since} /> },
]

/** What could not be judged, each row leading to what it is about. */
export function VerdictsTable({ facets, ...data }: TableData<EvidenceRow> & { facets: readonly Facet[] }) {
  return (
    <DataTable
      {...data}
      noun="verdicts"
      columns={columns}
      facets={facets}
      search={null}
      rowHref={subjectHref}
      empty={
        <EmptyState
          title="Nothing is left unassessed"
          why="Every check that applies was judged, or nothing was scanned yet."
          action={<LinkButton href="/overview">Back to the Overview</LinkButton>}
        />
      }
    />
  )
}
