'use client'

import Link from 'next/link'
import type { EvidenceRow } from '#lib/data/compliance/evidence-row.ts'
import { verdictOutcomes } from '#lib/data/compliance/filter.ts'
import type { PlaceChoices } from '#lib/data/place-choices.ts'
import { subjectHref } from '../finding/subject-href.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { Facet } from '../table/facet.ts'
import type { TableData } from '../table/table-data.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Hash } from '../ui/hash.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { SeverityBadge } from '../ui/severity-badge.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { Time } from '../ui/time.tsx'
import { VerdictBadge } from '../ui/verdict-badge.tsx'
import { outcomeWords } from './outcome-words.ts'

/** A verdict as the table takes it: the evidence itself stands on the finding's page and in the export. */
export type EvidenceLine = Omit<EvidenceRow, 'evidence'>

const columns: readonly Column<EvidenceLine>[] = [
  {
    id: 'subject',
    header: 'Subject',
    hideable: false,
    className: 'max-w-60',
    cell: (row) => (
      <Link
        href={subjectHref(row)}
        prefetch={false}
        data-row-link=""
        title={row.subjectName}
        className="block truncate font-medium hover:text-accent hover:underline"
      >
        <bdi>{row.subjectName}</bdi>
      </Link>
    ),
  },
  {
    id: 'check',
    header: 'Check',
    className: 'max-w-64',
    cell: (row) => (
      <Link
        href={`/compliance/checks/${row.checkId}`}
        prefetch={false}
        title={row.title}
        className="hover:text-accent hover:underline sm:block sm:truncate"
      >
        {row.title}
      </Link>
    ),
  },
  {
    id: 'verdict',
    header: 'Verdict',
    sort: 'severity',
    className: 'min-w-44 max-w-64',
    cell: (row) => (
      <span className="inline-flex flex-wrap items-center gap-1.5">
        <VerdictBadge outcome={row.outcome} reason={row.reason} />
        {row.severity === null ? null : <SeverityBadge severity={row.severity} />}
        {row.reason === null ? null : <span className="text-ink-3 text-xs">{row.reason}</span>}
      </span>
    ),
  },
  { id: 'finding', header: 'Finding', cell: (row) => <Finding row={row} /> },
  { id: 'observations', header: 'Observations', cell: (row) => <Observations ids={row.observationIds} /> },
  { id: 'observedAt', header: 'Observed', align: 'right', cell: (row) => <Time at={row.observedAt} missing="never" /> },
  {
    id: 'certificate',
    header: 'Certificate SHA-256',
    cell: (row) =>
      row.certificateSha256 === null ? <span className="text-ink-3">—</span> : <Hash value={row.certificateSha256} />,
  },
  {
    id: 'method',
    header: 'Method',
    className: 'max-w-48',
    cell: (row) => (
      <span title={row.method} className="text-ink-2 text-xs sm:block sm:truncate">
        {row.method}
      </span>
    ),
  },
  { id: 'since', header: 'Since', sort: 'since', align: 'right', hidden: true, cell: (row) => <Time at={row.since} /> },
  { id: 'evaluated', header: 'Judged', align: 'right', hidden: true, cell: (row) => <Time at={row.evaluatedAt} /> },
  { id: 'owner', header: 'Owner', hidden: true, cell: (row) => row.owner ?? '—' },
  { id: 'environment', header: 'Environment', hidden: true, cell: (row) => row.environment ?? '—' },
]

/** Verdicts, each with what it rests on: those behind a control, or those of one check. */
export function EvidenceTable({
  choices,
  checks,
  identities,
  exports,
  ...data
}: TableData<EvidenceLine> & {
  choices: PlaceChoices
  checks: readonly { readonly value: string; readonly label: string }[]
  identities: readonly { readonly value: string; readonly label: string }[]
  exports: readonly { readonly label: string; readonly href: string }[]
}) {
  const facets: Facet[] = [
    {
      kind: 'choice',
      key: 'outcome',
      label: 'Verdict',
      options: verdictOutcomes.map((value) => ({ value, label: outcomeWords[value] })),
    },
    ...(checks.length < 2 ? [] : [{ kind: 'choice' as const, key: 'check', label: 'Check', options: checks }]),
    { kind: 'choice', key: 'environment', label: 'Environment', options: choices.environments },
    { kind: 'choice', key: 'owner', label: 'Owner', options: choices.owners },
    ...(identities.length === 0
      ? []
      : [{ kind: 'choice' as const, key: 'identity', label: 'Identity', options: identities }]),
  ]
  return (
    <DataTable
      {...data}
      noun="verdicts"
      columns={checks.length === 0 ? columns.filter(({ id }) => id !== 'check') : columns}
      facets={facets}
      search={null}
      exports={exports}
      empty={
        <EmptyState
          title="No verdicts yet"
          why="Nothing was judged: no endpoint or identity is on record."
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

function Finding({ row }: { row: EvidenceLine }) {
  if (row.finding === null) return <span className="text-ink-3">—</span>
  return (
    <Link
      href={`/findings/${row.finding.id}`}
      prefetch={false}
      className="inline-flex flex-wrap items-center gap-1.5 hover:underline"
    >
      <StatusBadge status={row.finding.status} />
      {row.finding.acceptedUntil === null ? null : (
        <span className="text-ink-3 text-xs">
          until <Time at={row.finding.acceptedUntil} show="date" />
        </span>
      )}
    </Link>
  )
}

function Observations({ ids }: { ids: readonly string[] }) {
  const [first, ...rest] = ids
  if (first === undefined) return <span className="text-ink-3">none</span>
  return (
    <span className="inline-flex items-center gap-x-1.5 whitespace-nowrap" title={ids.join('\n')}>
      <Hash value={first} />
      {rest.length === 0 ? null : <span className="text-ink-3 text-xs">and {rest.length} more</span>}
    </span>
  )
}
