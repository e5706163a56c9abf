'use client'

import {
  type Standing as ChangeStanding,
  findingChanges,
  type ReportChange,
  verdictChanges,
} from '#lib/compliance/compare-verdicts.ts'
import type { Column } from '../../table/column.ts'
import { DataTable } from '../../table/data-table.client.tsx'
import type { TableData } from '../../table/table-data.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SeverityBadge } from '../../ui/severity-badge.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { VerdictBadge } from '../../ui/verdict-badge.tsx'
import { ChangeBadge } from './change-badge.tsx'
import { findingChangeWords, verdictChangeWords } from './report-words.ts'

export interface ChangeLine extends ReportChange {
  /** Its key. */
  readonly id: string
}

const columns: readonly Column<ChangeLine>[] = [
  {
    id: 'subject',
    header: 'Endpoint or identity',
    hideable: false,
    className: 'sm:max-w-64',
    cell: (row) => (
      <span className="grid min-w-0">
        <bdi className="font-medium [overflow-wrap:anywhere]">{row.subjectName}</bdi>
        {row.identityName === null || row.identityName === row.subjectName ? null : (
          <bdi className="text-ink-3 text-xs [overflow-wrap:anywhere]">{row.identityName}</bdi>
        )}
      </span>
    ),
  },
  { id: 'check', header: 'Check', className: 'sm:max-w-64', cell: (row) => row.title },
  {
    id: 'change',
    header: 'Became',
    cell: (row) => (
      <span className="inline-flex flex-wrap gap-1.5">
        {row.verdict === null ? null : <ChangeBadge change={row.verdict} word={verdictChangeWords[row.verdict]} />}
        {row.finding === null ? null : (
          <ChangeBadge change={row.finding} word={`Finding: ${findingChangeWords[row.finding].toLowerCase()}`} />
        )}
      </span>
    ),
  },
  { id: 'before', header: 'Before', className: 'sm:max-w-56', cell: (row) => <Standing standing={row.before} /> },
  { id: 'after', header: 'After', className: 'sm:max-w-56', cell: (row) => <Standing standing={row.after} /> },
  { id: 'environment', header: 'Environment', hidden: true, cell: (row) => row.environment ?? '—' },
  { id: 'owner', header: 'Owner', hidden: true, cell: (row) => row.owner ?? '—' },
]

/** Every judgement that is not the same in both reports. */
export function ChangesTable({
  checks,
  exports,
  ...data
}: TableData<ChangeLine> & {
  checks: readonly { readonly value: string; readonly label: string }[]
  exports: readonly { readonly label: string; readonly href: string }[]
}) {
  return (
    <DataTable
      {...data}
      noun="changes"
      columns={columns}
      facets={[
        {
          kind: 'choice',
          key: 'change',
          label: 'Verdict became',
          options: verdictChanges.map((value) => ({ value, label: verdictChangeWords[value] })),
        },
        {
          kind: 'choice',
          key: 'finding',
          label: 'Finding became',
          options: findingChanges.map((value) => ({ value, label: findingChangeWords[value] })),
        },
        { kind: 'choice', key: 'check', label: 'Check', options: checks },
      ]}
      search={null}
      exports={exports}
      empty={<EmptyState title="Nothing changed" why="Every verdict and finding stands as in the earlier report." />}
    />
  )
}

function Standing({ standing }: { standing: ChangeStanding | null }) {
  if (standing === null) return <span className="text-ink-3">—</span>
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      {standing.outcome === null ? null : <VerdictBadge outcome={standing.outcome} reason={standing.reason} />}
      {standing.severity === null ? null : <SeverityBadge severity={standing.severity} />}
      {standing.findingStatus === null ? null : <StatusBadge status={standing.findingStatus} />}
      {standing.reason === null ? null : <span className="text-ink-3 text-xs">{standing.reason}</span>}
    </span>
  )
}
