'use client'

import { verdictOutcomes } from '#lib/data/compliance/filter.ts'
import type { FrozenVerdict } from '#lib/data/report-snapshots/frozen-check.ts'
import type { Column } from '../../table/column.ts'
import { DataTable } from '../../table/data-table.client.tsx'
import type { TableData } from '../../table/table-data.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Hash } from '../../ui/hash.tsx'
import { SeverityBadge } from '../../ui/severity-badge.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { Time } from '../../ui/time.tsx'
import { VerdictBadge } from '../../ui/verdict-badge.tsx'

export interface FrozenVerdictLine extends FrozenVerdict {
  /** Evidence as lines of plain text. */
  readonly lines: readonly string[]
}

const outcomeWords = {
  fail: 'Fail',
  'not-assessed': 'Not assessed',
  pass: 'Pass',
  'not-applicable': 'Not applicable',
} as const

const columns: readonly Column<FrozenVerdictLine>[] = [
  {
    id: 'subject',
    header: 'Endpoint or identity',
    hideable: false,
    className: 'sm:max-w-56',
    cell: (row) => (
      <span className="grid min-w-0">
        <bdi className="font-medium [overflow-wrap:anywhere]">{row.subjectName}</bdi>
        {row.identity === null || row.identity.name === row.subjectName ? null : (
          <bdi className="text-ink-3 text-xs [overflow-wrap:anywhere]">{row.identity.name}</bdi>
        )}
      </span>
    ),
  },
  {
    id: 'verdict',
    header: 'Verdict',
    className: 'sm:max-w-56',
    cell: (row) => (
      <span className="inline-flex flex-wrap items-center gap-1.5">
        <VerdictBadge outcome={row.outcome} reason={row.reason} />
        {row.severity === null ? null : <SeverityBadge severity={row.severity} />}
        {row.reason === null ? null : <span className="text-ink-3 text-xs">{row.reason}</span>}
      </span>
    ),
  },
  {
    id: 'evidence',
    header: 'Evidence',
    className: 'sm:max-w-96',
    cell: (row) =>
      row.lines.length === 0 ? (
        <span className="text-ink-3">—</span>
      ) : (
        <ul className="grid text-xs [overflow-wrap:anywhere]">
          {row.lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ),
  },
  { id: 'finding', header: 'Finding', cell: (row) => <Finding row={row} /> },
  { id: 'observedAt', header: 'Observed', cell: (row) => <Time at={row.observedAt} show="absolute" missing="never" /> },
  {
    id: 'certificate',
    header: 'Certificate SHA-256',
    cell: (row) =>
      row.certificateSha256 === null ? <span className="text-ink-3">—</span> : <Hash value={row.certificateSha256} />,
  },
  { id: 'method', header: 'Method', hidden: true, cell: (row) => row.method },
  {
    id: 'observations',
    header: 'Observations',
    hidden: true,
    cell: (row) => (row.observationIds.length === 0 ? 'none' : row.observationIds.join(' ')),
  },
  { id: 'since', header: 'Since', hidden: true, cell: (row) => <Time at={row.since} show="absolute" /> },
  { id: 'owner', header: 'Owner', hidden: true, cell: (row) => row.owner ?? '—' },
  { id: 'environment', header: 'Environment', hidden: true, cell: (row) => row.environment ?? '—' },
]

/** The judgements of a check as the report froze them. */
export function FrozenVerdictsTable(data: TableData<FrozenVerdictLine>) {
  return (
    <DataTable
      {...data}
      noun="verdicts"
      columns={columns}
      facets={[
        {
          kind: 'choice',
          key: 'outcome',
          label: 'Verdict',
          options: verdictOutcomes.map((value) => ({ value, label: outcomeWords[value] })),
        },
      ]}
      search={null}
      empty={<EmptyState title="No verdicts" why="Nothing in the report's scope was there for this check to judge." />}
    />
  )
}

function Finding({ row: { finding } }: { row: FrozenVerdictLine }) {
  if (finding === null) return <span className="text-ink-3">—</span>
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      <StatusBadge status={finding.status} />
      {finding.acceptedUntil === null ? null : (
        <span className="text-ink-3 text-xs">
          until <Time at={finding.acceptedUntil} show="date" />
        </span>
      )}
    </span>
  )
}
