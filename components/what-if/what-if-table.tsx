import Link from 'next/link'
import type { WhatIfSummary } from '#lib/data/what-if/what-ifs.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { RunBadge } from '../discovery/run-badge.tsx'
import { type PlainColumn, PlainTable } from '../settings/plain-table.tsx'
import { CountLink } from '../ui/count-link.tsx'
import { Time } from '../ui/time.tsx'

const columns: readonly PlainColumn<WhatIfSummary>[] = [
  {
    header: 'Question',
    className: 'py-2 sm:max-w-112',
    cell: (row) => (
      <span className="grid min-w-0 gap-0.5">
        <Link href={`/what-if/${row.id}`} prefetch={false} className="link w-fit max-w-full font-medium">
          <bdi className="[overflow-wrap:anywhere]">{escapeUnsafe(row.name)}</bdi>
        </Link>
        <span className="text-ink-3 text-xs [overflow-wrap:anywhere]">{subtitle(row)}</span>
      </span>
    ),
  },
  { header: 'State', cell: (row) => <RunBadge status={row.status} /> },
  { header: 'Break', align: 'right', cell: (row) => <Count row={row} turn="broken" /> },
  { header: 'Are mended', align: 'right', cell: (row) => <Count row={row} turn="mended" /> },
  { header: 'Asked by', cell: (row) => row.createdBy },
  { header: 'Asked', cell: (row) => <Time at={row.createdAt} /> },
]

/** Questions that were asked; the numbers are endpoints. */
export function WhatIfTable({ rows }: { rows: readonly WhatIfSummary[] }) {
  return <PlainTable caption="What-if questions" columns={columns} rows={rows} />
}

function Count({ row, turn }: { row: WhatIfSummary; turn: 'broken' | 'mended' }) {
  const count = row[turn]
  if (count === null) return <span className="text-ink-3">—</span>
  return <CountLink count={count} href={`/what-if/${row.id}?show=${turn}`} label={`endpoints ${turn}`} />
}

function subtitle({ name, supposed: lines }: WhatIfSummary): string {
  const shown = lines.slice(0, 3).filter((line) => line !== name)
  const left = lines.length - 3
  return escapeUnsafe([...shown, ...(left > 0 ? [`and ${left} more`] : [])].join(' · '))
}
