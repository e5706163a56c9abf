'use client'

import Link from 'next/link'
import type { ActivityRow } from '#lib/data/activity/list-activity.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { Facet } from '../table/facet.ts'
import type { TableData } from '../table/table-data.ts'
import { Badge } from '../ui/badge.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Time } from '../ui/time.tsx'
import { actionText, detailText, objectHref } from './activity-words.ts'

const columns: readonly Column<ActivityRow>[] = [
  {
    id: 'at',
    header: 'When',
    sort: 'at',
    hideable: false,
    className: 'whitespace-nowrap',
    cell: (row) => <Time at={row.at} show="absolute" />,
  },
  { id: 'actor', header: 'Who', className: 'sm:max-w-40', cell: (row) => <Actor row={row} /> },
  { id: 'action', header: 'Did', className: 'whitespace-nowrap', cell: (row) => actionText(row.action) },
  { id: 'object', header: 'To', className: 'sm:max-w-56', cell: (row) => <ObjectLink row={row} /> },
  { id: 'detail', header: 'Detail', className: 'sm:max-w-64 2xl:max-w-96', cell: (row) => <Detail row={row} /> },
]

export function ActivityTable({ facets, ...data }: TableData<ActivityRow> & { facets: readonly Facet[] }) {
  return (
    <DataTable
      {...data}
      noun="entries"
      search="Name of an actor, id of a thing"
      columns={columns}
      facets={facets}
      exports={[
        { label: 'CSV', href: `/api/v1/audit/export?format=csv&${data.query}` },
        { label: 'JSON', href: `/api/v1/audit/export?format=json&${data.query}` },
      ]}
      empty={
        <EmptyState
          title="Nothing has happened yet"
          why="Every change that a user, a token or Countersign itself makes is written here."
        />
      }
    />
  )
}

function Actor({ row }: { row: ActivityRow }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <bdi title={row.actorName} className="truncate">
        {row.actorName}
      </bdi>
      {row.actorKind === 'user' ? null : <Badge>{row.actorKind}</Badge>}
    </span>
  )
}

function ObjectLink({ row }: { row: ActivityRow }) {
  const text =
    row.objectName ?? (row.objectId === null ? row.objectType : `${row.objectType} ${row.objectId.slice(-8)}`)
  const href = objectHref(row)
  const title = `${row.objectType}${row.objectId === null ? '' : ` ${row.objectId}`}`
  if (href === null)
    return (
      <bdi title={title} className="block truncate max-sm:whitespace-normal">
        {text}
      </bdi>
    )
  return (
    <Link
      href={href}
      prefetch={false}
      title={title}
      className="block truncate hover:text-accent max-sm:whitespace-normal hover:underline"
    >
      <bdi>{text}</bdi>
    </Link>
  )
}

function Detail({ row }: { row: ActivityRow }) {
  const text = detailText(row.detail)
  if (text === '') return <span className="text-ink-3">—</span>
  return (
    <details className="min-w-0 text-ink-2 text-xs">
      <summary
        title={text}
        className="cursor-pointer truncate max-sm:line-clamp-3 max-sm:whitespace-normal max-sm:[overflow-wrap:anywhere]"
      >
        {text}
      </summary>
      <pre className="max-h-64 max-w-full overflow-auto whitespace-pre-wrap py-1 text-left font-mono [overflow-wrap:anywhere]">
        {JSON.stringify(row.detail, null, 2)}
      </pre>
    </details>
  )
}
