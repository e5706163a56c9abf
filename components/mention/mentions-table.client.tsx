'use client'

import { useState } from 'react'
import type { ActionResult } from '#lib/api/action-result.ts'
import type { MentionRow } from '#lib/data/mentions/list-mentions.ts'
import { announce } from '../shell/live-region.client.tsx'
import type { Column, Selection } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { Facet } from '../table/facet.ts'
import type { TableData } from '../table/table-data.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { SeverityBadge } from '../ui/severity-badge.tsx'
import { Time } from '../ui/time.tsx'
import { toast } from '../ui/toaster.client.tsx'

type Read = (which: { ids: string[] } | { query: string }) => Promise<ActionResult<number>>

const columns: readonly Column<MentionRow>[] = [
  {
    id: 'finding',
    header: 'Finding',
    hideable: false,
    className: 'sm:min-w-56',
    cell: (row) => row.title,
  },
  { id: 'severity', header: 'Severity', cell: (row) => <SeverityBadge severity={row.severity} /> },
  {
    id: 'subject',
    header: 'Subject',
    className: 'sm:max-w-52 [overflow-wrap:anywhere]',
    cell: (row) => <bdi>{row.subjectName}</bdi>,
  },
  { id: 'by', header: 'By', className: 'sm:max-w-40 [overflow-wrap:anywhere]', cell: (row) => row.byName },
  {
    id: 'text',
    header: 'Comment',
    className: 'sm:max-w-96',
    cell: (row) => <span className="line-clamp-3 whitespace-pre-wrap [overflow-wrap:anywhere]">{row.text}</span>,
  },
  {
    id: 'state',
    header: 'State',
    cell: (row) =>
      row.readAt === null ? (
        <Badge className="border-accent/40 bg-accent-soft text-accent">Unread</Badge>
      ) : (
        <span className="text-ink-3">
          read <Time at={row.readAt} />
        </span>
      ),
  },
  { id: 'at', header: 'When', sort: 'at', align: 'right', cell: (row) => <Time at={row.at} /> },
]

const facets: readonly Facet[] = [{ kind: 'flag', key: 'unread', label: 'State', yes: 'Unread', no: 'Read' }]

/** The reader's mentions, newest first. */
export function MentionsTable({ read, ...data }: TableData<MentionRow> & { read: Read }) {
  return (
    <DataTable
      {...data}
      noun="mentions"
      columns={columns}
      facets={facets}
      rowHref={(row) => `/findings/${row.findingId}`}
      empty={
        <EmptyState
          title="Nobody has mentioned you yet"
          why="Whoever writes @ and your name in a comment on a finding tells you here."
        />
      }
      bulkActions={(selection, clear) => <MarkRead selection={selection} clear={clear} read={read} />}
    />
  )
}

function MarkRead({ selection, clear, read }: { selection: Selection; clear: () => void; read: Read }) {
  const [pending, setPending] = useState(false)
  const press = async () => {
    setPending(true)
    const which = selection.kind === 'all' ? { query: selection.query } : { ids: [...selection.ids] }
    const result = await read(which).catch(() => null)
    setPending(false)
    if (!result?.ok) return toast.error(result?.message ?? 'The server did not answer. Try again.')
    const text = `${result.value.toLocaleString('en')} marked as read`
    toast.success(text)
    announce(text)
    clear()
  }
  return (
    <Button size="sm" variant="primary" disabled={pending} onClick={() => void press()}>
      Mark as read
    </Button>
  )
}
