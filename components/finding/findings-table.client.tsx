'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import type { FindingRow } from '#lib/data/findings/finding-row.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { Facet } from '../table/facet.ts'
import type { TableData } from '../table/table-data.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { SeverityBadge } from '../ui/severity-badge.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { Time } from '../ui/time.tsx'
import { type BulkOptions, FindingBulkActions } from './bulk-actions.client.tsx'
import { Due } from './due.tsx'
import { WaitingBadge } from './proposal-notice.tsx'
import { subjectHref } from './subject-href.ts'

const columns: readonly Column<FindingRow>[] = [
  { id: 'severity', header: 'Severity', sort: 'severity', cell: (row) => <SeverityBadge severity={row.severity} /> },
  {
    id: 'title',
    header: 'Finding',
    hideable: false,
    className: 'sm:min-w-60',
    cell: (row) => (
      <Link
        href={`/findings/${row.id}`}
        prefetch={false}
        data-row-link=""
        className="font-medium text-ink hover:text-accent hover:underline"
      >
        {row.title}
      </Link>
    ),
  },
  {
    id: 'subject',
    header: 'Subject',
    className: 'sm:max-w-52',
    cell: (row) => <NameLink href={subjectHref(row)} name={row.subjectName} />,
  },
  {
    id: 'identity',
    header: 'Identity',
    className: 'sm:max-w-52',
    cell: (row) => <Identity row={row} />,
  },
  {
    id: 'environment',
    header: 'Environment',
    hidden: true,
    className: 'sm:max-w-32',
    cell: (row) => <Text value={row.environment} />,
  },
  { id: 'owner', header: 'Owner', className: 'sm:max-w-32', cell: (row) => <Text value={row.owner} /> },
  { id: 'status', header: 'Status', cell: (row) => <Status row={row} /> },
  { id: 'due', header: 'Due', sort: 'due', align: 'right', cell: (row) => <Due at={row.dueAt} /> },
  {
    id: 'opened',
    header: 'Opened',
    sort: 'opened',
    align: 'right',
    hidden: true,
    cell: (row) => <Time at={row.openedAt} />,
  },
  {
    id: 'lastSeen',
    header: 'Evidence from',
    sort: 'lastSeen',
    align: 'right',
    hidden: true,
    cell: (row) => <Time at={row.lastSeenAt} />,
  },
  {
    id: 'assignee',
    header: 'Assignee',
    className: 'sm:max-w-32',
    cell: (row) => <Text value={row.assignee?.name ?? null} />,
  },
]

/** The triage table. `bulk` null: the reader's role changes nothing, so rows have no boxes. */
export function FindingsTable({
  facets,
  savedViews,
  bulk,
  ...data
}: TableData<FindingRow> & {
  facets: readonly Facet[]
  savedViews: ReactNode
  bulk: BulkOptions | null
}) {
  return (
    <DataTable
      {...data}
      noun="findings"
      columns={columns}
      facets={facets}
      savedViews={savedViews}
      exports={[
        { label: 'CSV', href: `/api/v1/findings/export?format=csv&${data.query}` },
        { label: 'JSON', href: `/api/v1/findings/export?format=json&${data.query}` },
      ]}
      empty={<NoFindings />}
      {...(bulk === null
        ? {}
        : { bulkActions: (selection, clear) => <FindingBulkActions selection={selection} clear={clear} {...bulk} /> })}
    />
  )
}

export function NoFindings() {
  return (
    <EmptyState
      title="No findings yet"
      why="Findings come from scans: each endpoint that is reached is judged by every check that applies to it."
      action={
        <LinkButton variant="primary" href="/discovery">
          Add endpoints
        </LinkButton>
      }
    />
  )
}

function NameLink({ href, name }: { href: string; name: string }) {
  return (
    <Link href={href} prefetch={false} title={name} className="block truncate hover:text-accent hover:underline">
      <bdi>{name}</bdi>
    </Link>
  )
}

/** With its environment under it, which also has a column of its own for who wants it. */
function Identity({ row }: { row: FindingRow }) {
  if (row.identity === null) return <Missing />
  return (
    <span className="block min-w-0">
      <NameLink href={`/identities/${row.identity.id}`} name={row.identity.name} />
      {row.environment === null ? null : (
        <span title={row.environment} className="block truncate text-ink-3 text-xs">
          {row.environment}
        </span>
      )}
    </span>
  )
}

function Text({ value }: { value: string | null }) {
  if (value === null) return <Missing />
  return (
    <span title={value} className="block truncate">
      {value}
    </span>
  )
}

function Missing() {
  return <span className="text-ink-3">—</span>
}

function Status({ row }: { row: FindingRow }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <StatusBadge status={row.status} />
      {row.proposal === null ? null : <WaitingBadge />}
      {row.acceptedUntil === null ? null : (
        <span className="text-ink-3 text-xs">
          until <Time at={row.acceptedUntil} show="date" />
        </span>
      )}
    </span>
  )
}
