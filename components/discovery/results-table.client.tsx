'use client'

import Link from 'next/link'
import { resultOutcomes } from '#lib/data/discovery/filter.ts'
import type { DiscoveryResultRow } from '#lib/data/discovery/list-results.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { TableData } from '../table/table-data.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ResultBadge, resultWord } from './result-badge.tsx'

const columns: readonly Column<DiscoveryResultRow>[] = [
  { id: 'place', header: 'Place', hideable: false, className: 'max-w-80', cell: (row) => <Place row={row} /> },
  { id: 'outcome', header: 'Outcome', cell: (row) => <ResultBadge outcome={row.outcome} /> },
  { id: 'detail', header: 'Why', className: 'max-w-96', cell: (row) => <Detail row={row} /> },
  { id: 'identity', header: 'Ought to prove', className: 'max-w-64', cell: (row) => <Identity row={row} /> },
  { id: 'line', header: 'Line', align: 'right', cell: (row) => row.line ?? <span className="text-ink-3">—</span> },
]

/** What a run found, and what it refused and why. `running`: more may come. */
export function ResultsTable({
  runId,
  counts,
  running,
  ...data
}: TableData<DiscoveryResultRow> & { runId: string; counts: Readonly<Record<string, number>>; running: boolean }) {
  const options = resultOutcomes.flatMap((value) => {
    const count = counts[value]
    return count === undefined ? [] : [{ value, label: resultWord(value), count }]
  })
  return (
    <DataTable
      {...data}
      noun="results"
      columns={columns}
      facets={[{ kind: 'choice', key: 'outcome', label: 'Outcome', options }]}
      exports={[
        { label: 'CSV', href: `/api/v1/discovery/${runId}/results/export?format=csv&${data.query}` },
        { label: 'JSON', href: `/api/v1/discovery/${runId}/results/export?format=json&${data.query}` },
      ]}
      empty={
        running ? (
          <EmptyState
            title="Nothing yet"
            why="What answers is listed here as the run goes on. Places where nothing listens are counted and not listed."
          />
        ) : (
          <EmptyState
            title="Nothing was found"
            why="No place of this run answered in TLS, and none was refused. Places where nothing listens are not listed."
          />
        )
      }
    />
  )
}

function Place({ row }: { row: DiscoveryResultRow }) {
  const text = row.port === 0 ? row.host : `${row.host.includes(':') ? `[${row.host}]` : row.host}:${row.port}`
  if (row.endpointId === null) {
    return (
      <bdi title={text} className="block truncate">
        {text}
      </bdi>
    )
  }
  return (
    <Link
      href={`/endpoints/${row.endpointId}`}
      prefetch={false}
      data-row-link=""
      title={text}
      className="block truncate font-medium hover:text-accent hover:underline"
    >
      <bdi>{text}</bdi>
    </Link>
  )
}

function Detail({ row: { outcome, detail } }: { row: DiscoveryResultRow }) {
  if (detail === null) return <span className="text-ink-3">—</span>
  return <span className="[overflow-wrap:anywhere]">{outcome === 'refused' ? `rule: ${detail}` : detail}</span>
}

function Identity({ row }: { row: DiscoveryResultRow }) {
  if (row.identityId === null || row.identity === null) return <span className="text-ink-3">—</span>
  return (
    <Link
      href={`/identities/${row.identityId}`}
      prefetch={false}
      title={row.identity}
      className="block truncate hover:text-accent hover:underline"
    >
      <bdi>{row.identity}</bdi>
    </Link>
  )
}
