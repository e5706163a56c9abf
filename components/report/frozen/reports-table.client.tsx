'use client'

import { reportStatuses } from '#lib/data/report-snapshots/filter.ts'
import type { ReportRow } from '#lib/data/report-snapshots/reports.ts'
import { RunBadge } from '../../discovery/run-badge.tsx'
import type { Column } from '../../table/column.ts'
import { DataTable } from '../../table/data-table.client.tsx'
import type { Facet } from '../../table/facet.ts'
import type { TableData } from '../../table/table-data.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Time } from '../../ui/time.tsx'

export interface ReportLine extends ReportRow {
  /** The scope in words. */
  readonly covers: string
  readonly frameworkNames: readonly string[]
}

const statusWords = {
  queued: 'Waiting',
  running: 'Being made',
  done: 'Done',
  cancelled: 'Cancelled',
  failed: 'Failed',
} as const

const columns: readonly Column<ReportLine>[] = [
  {
    id: 'name',
    header: 'Report',
    sort: 'name',
    hideable: false,
    className: 'sm:max-w-80',
    cell: (row) => <bdi className="[overflow-wrap:anywhere]">{row.name}</bdi>,
  },
  { id: 'status', header: 'State', cell: (row) => <RunBadge status={row.status} /> },
  {
    id: 'shows',
    header: 'Shows',
    cell: (row) => <Time at={row.asOf} show="absolute" missing="not done" />,
  },
  {
    id: 'covers',
    header: 'Covers',
    className: 'sm:max-w-64',
    cell: (row) => <span className="[overflow-wrap:anywhere]">{row.covers}</span>,
  },
  {
    id: 'frameworks',
    header: 'Frameworks',
    align: 'right',
    cell: (row) => <span title={row.frameworkNames.join('\n')}>{row.frameworks.length}</span>,
  },
  { id: 'createdBy', header: 'Made by', cell: (row) => row.createdBy },
  { id: 'made', header: 'Asked', sort: 'made', align: 'right', cell: (row) => <Time at={row.createdAt} /> },
]

/** Frozen reports, and those that are being made. */
export function ReportsTable({
  frameworks,
  mayMake,
  ...data
}: TableData<ReportLine> & {
  frameworks: readonly { readonly value: string; readonly label: string }[]
  mayMake: boolean
}) {
  const facets: Facet[] = [
    {
      kind: 'choice',
      key: 'status',
      label: 'State',
      options: reportStatuses.map((value) => ({ value, label: statusWords[value] })),
    },
    { kind: 'choice', key: 'framework', label: 'Framework', options: frameworks },
  ]
  return (
    <DataTable
      {...data}
      noun="reports"
      columns={columns}
      rowHref={(row) => `/compliance/reports/${row.id}`}
      facets={facets}
      empty={
        <EmptyState
          title="No reports yet"
          why="A report freezes what is known and judged at one instant, with the evidence. Whoever opens it in a year sees the same, and a later one can be compared with it."
          action={
            mayMake ? (
              <LinkButton variant="primary" href="/compliance/reports/new">
                Make a report
              </LinkButton>
            ) : (
              <p className="text-ink-3 text-xs">Analysts make reports; everybody reads them.</p>
            )
          }
        />
      }
    />
  )
}
