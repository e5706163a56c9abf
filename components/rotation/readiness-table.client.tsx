'use client'

import type { RhythmRow } from '#lib/data/rotations/rhythm-row.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { Facet } from '../table/facet.ts'
import type { TableData } from '../table/table-data.ts'
import { CountLink } from '../ui/count-link.tsx'
import { Duration } from '../ui/time.tsx'
import { NothingServed } from './nothing-served.tsx'
import { ReadinessBadge } from './readiness-badge.tsx'
import { renewalWords } from './readiness-words.ts'
import { CellText, NameLink } from './row-links.tsx'
import { rhythmText } from './share-text.ts'

const duration = (seconds: number | null) => <Duration ms={seconds === null ? null : seconds * 1000} />

const columns: readonly Column<RhythmRow>[] = [
  {
    id: 'name',
    header: 'Identity',
    sort: 'name',
    hideable: false,
    className: 'max-w-64',
    cell: (row) => <NameLink href={`/identities/${row.id}`} name={row.name} strong />,
  },
  { id: 'limits', header: 'Limits', className: 'whitespace-nowrap text-ink-2 text-xs', cell: (row) => limitText(row) },
  {
    id: 'ready200',
    header: '200 days',
    cell: (row) => <ReadinessBadge state={row.ready200} reasons={row.reasons['200']} />,
  },
  {
    id: 'ready100',
    header: '100 days',
    cell: (row) => <ReadinessBadge state={row.ready100} reasons={row.reasons['100']} />,
  },
  {
    id: 'ready47',
    header: '47 days',
    cell: (row) => <ReadinessBadge state={row.ready47} reasons={row.reasons['47']} />,
  },
  {
    id: 'readyPolicy',
    header: 'Own policy',
    cell: (row) => <ReadinessBadge state={row.readyPolicy} reasons={row.reasons.policy} />,
  },
  {
    id: 'steps',
    header: 'Rotations',
    align: 'right',
    cell: (row) => (
      <CountLink
        count={row.rotations}
        href={`/rotation/history?identity=${row.id}`}
        label={`rotations of ${row.name}`}
      />
    ),
  },
  {
    id: 'gap',
    header: 'Longest gap',
    sort: 'gap',
    align: 'right',
    cell: (row) => duration(row.longestGapSeconds),
  },
  { id: 'usual', header: 'Usual gap', hidden: true, align: 'right', cell: (row) => duration(row.typicalGapSeconds) },
  { id: 'age', header: 'Age now', align: 'right', cell: (row) => duration(row.ageSeconds) },
  {
    id: 'late',
    header: 'Late, after the end',
    hidden: true,
    align: 'right',
    cell: (row) => (row.recentSteps === 0 ? '—' : `${row.lateSteps}, ${row.missedSteps} of ${row.recentSteps}`),
  },
  {
    id: 'renewal',
    header: 'Renewal on record',
    className: 'whitespace-nowrap',
    cell: (row) =>
      row.renewal === null ? <span className="text-ink-3">not on record</span> : renewalWords[row.renewal],
  },
  {
    id: 'typical',
    header: 'Usual share of life',
    sort: 'typical',
    hidden: true,
    align: 'right',
    cell: (row) => (row.typicalShare === null ? '—' : rhythmText(row.typicalShare, row.spreadShare)),
  },
  {
    id: 'policy',
    header: 'Life by policy',
    hidden: true,
    align: 'right',
    cell: (row) => duration(row.policySeconds),
  },
  { id: 'owner', header: 'Owner', hidden: true, className: 'max-w-40', cell: (row) => <CellText value={row.owner} /> },
  {
    id: 'environment',
    header: 'Environment',
    hidden: true,
    className: 'max-w-40',
    cell: (row) => <CellText value={row.environment} />,
  },
]

/** Which identities would hold the coming lives, with the numbers that say so. */
export function ReadinessTable({ facets, ...data }: TableData<RhythmRow> & { facets: readonly Facet[] }) {
  return (
    <DataTable
      {...data}
      noun="identities"
      columns={columns}
      facets={facets}
      exports={[
        { label: 'CSV', href: `/api/v1/rotations/rhythms/export?format=csv&${data.query}` },
        { label: 'JSON', href: `/api/v1/rotations/rhythms/export?format=json&${data.query}` },
      ]}
      empty={<NothingServed />}
    />
  )
}

function limitText({ publicLimits, policySeconds }: RhythmRow): string {
  if (publicLimits === null) return 'not known'
  if (publicLimits) return 'Public'
  return policySeconds === null ? 'Private, no limit' : 'Private, by policy'
}
