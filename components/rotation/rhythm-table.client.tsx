'use client'

import Link from 'next/link'
import type { RhythmRow } from '#lib/data/rotations/rhythm-row.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { Facet } from '../table/facet.ts'
import type { TableData } from '../table/table-data.ts'
import { CountLink } from '../ui/count-link.tsx'
import { Duration, durationText, Time } from '../ui/time.tsx'
import { DueBadge } from './due-badge.tsx'
import { basisWords } from './due-words.ts'
import { NothingServed } from './nothing-served.tsx'
import { CellText, NameLink } from './row-links.tsx'
import { ShareBar } from './share-bar.tsx'
import { percentText, rhythmText } from './share-text.ts'
import { Signs } from './signs.tsx'

const history = (row: RhythmRow) => `/rotation/history?identity=${row.id}`

const columns: readonly Column<RhythmRow>[] = [
  {
    id: 'name',
    header: 'Identity',
    sort: 'name',
    hideable: false,
    className: 'max-w-64',
    cell: (row) => <NameLink href={`/identities/${row.id}`} name={row.name} strong />,
  },
  { id: 'state', header: 'State', cell: (row) => <DueBadge state={row.state} /> },
  { id: 'due', header: 'Due', sort: 'due', cell: (row) => <Time at={row.dueAt} /> },
  {
    id: 'age',
    header: 'Age',
    align: 'right',
    cell: (row) => (
      <Link
        href={`/certificates/${row.sha256}`}
        prefetch={false}
        className="whitespace-nowrap hover:text-accent hover:underline"
      >
        {durationText(row.ageSeconds * 1000)}
      </Link>
    ),
  },
  { id: 'lifetime', header: 'Life', align: 'right', cell: (row) => <Duration ms={row.lifetimeSeconds * 1000} /> },
  { id: 'life', header: 'Now, usual, overdue', cell: (row) => <Life row={row} /> },
  {
    id: 'typical',
    header: 'Usual share',
    sort: 'typical',
    align: 'right',
    cell: (row) => <Typical row={row} />,
  },
  { id: 'spread', header: 'Spread', sort: 'spread', hidden: true, align: 'right', cell: (row) => <Spread row={row} /> },
  {
    id: 'basis',
    header: 'Rests on',
    hidden: true,
    className: 'whitespace-nowrap text-ink-2 text-xs',
    cell: (row) => basisWords[row.basis],
  },
  { id: 'signs', header: 'Signs', cell: (row) => <Signs signs={row.signs} /> },
  {
    id: 'rotations',
    header: 'Rotations',
    align: 'right',
    cell: (row) => <Count count={row.rotations} href={history(row)} label="rotations" />,
  },
  {
    id: 'kept',
    header: 'Kept key',
    hidden: true,
    align: 'right',
    cell: (row) => <Count count={row.keptKeys} href={`${history(row)}&kept=true`} label="renewals that kept the key" />,
  },
  {
    id: 'late',
    header: 'Late',
    hidden: true,
    align: 'right',
    cell: (row) => <Count count={row.late} href={`${history(row)}&late=true`} label="late rotations" />,
  },
  {
    id: 'last',
    header: 'Last rotated',
    hidden: true,
    align: 'right',
    cell: (row) => <Time at={row.lastRotatedAt} missing="not seen yet" />,
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

/** How each identity rotates, the one that is due first at the head. */
export function RhythmTable({ facets, ...data }: TableData<RhythmRow> & { facets: readonly Facet[] }) {
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

function Life({ row }: { row: RhythmRow }) {
  const life = Math.max(1, row.lifetimeSeconds)
  return (
    <ShareBar
      typicalShare={row.typicalShare}
      spreadShare={row.spreadShare}
      dueShare={row.allowedSeconds / life}
      nowShare={row.ageSeconds / life}
      late={row.state === 'overdue' || row.state === 'missed'}
    />
  )
}

function Typical({ row }: { row: RhythmRow }) {
  if (row.typicalShare === null) return <TooFew row={row} />
  return (
    <span className="nums whitespace-nowrap" title={`Learned from ${row.measuredSteps} rotations`}>
      {rhythmText(row.typicalShare, row.spreadShare)}
    </span>
  )
}

function Spread({ row }: { row: RhythmRow }) {
  return row.spreadShare === null ? <TooFew row={row} /> : <span className="nums">{percentText(row.spreadShare)}</span>
}

function TooFew({ row }: { row: RhythmRow }) {
  const seen =
    row.rotations === 0
      ? 'no rotation was seen yet'
      : `${row.rotations} seen; three that scans saw closely enough are wanted`
  return (
    <span className="whitespace-nowrap text-ink-3 text-xs" title={seen}>
      too few seen
    </span>
  )
}

function Count({ count, href, label }: { count: number; href: string; label: string }) {
  return count === 0 ? <span className="text-ink-3">0</span> : <CountLink count={count} href={href} label={label} />
}
