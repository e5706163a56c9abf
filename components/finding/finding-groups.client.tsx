'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { type Severity, severities } from '#lib/core/severity.ts'
import { filterToQuery } from '#lib/data/filter.ts'
import type { FindingGroup, FindingGrouping } from '#lib/data/findings/group-findings.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { Facet } from '../table/facet.ts'
import { changeQuery } from '../table/list-query.ts'
import type { TableData } from '../table/table-data.ts'
import { CountLink } from '../ui/count-link.tsx'
import { SeverityMark, severityWords } from '../ui/severity-badge.tsx'
import { Time } from '../ui/time.tsx'
import { NoFindings } from './findings-table.client.tsx'

interface GroupRow extends FindingGroup {
  readonly query: string
}

const words = {
  check: { header: 'Check', noun: 'checks' },
  identity: { header: 'Identity', noun: 'identities' },
  owner: { header: 'Owner', noun: 'owners' },
} as const satisfies Record<FindingGrouping, { header: string; noun: string }>

const columnsBy = {
  check: columnsFor('check'),
  identity: columnsFor('identity'),
  owner: columnsFor('owner'),
} as const

/** Findings summed up by what they share; each number leads to exactly those findings. */
export function FindingGroups({
  by,
  rows,
  facets,
  savedViews,
  ...data
}: TableData<FindingGroup> & {
  by: FindingGrouping
  facets: readonly Facet[]
  savedViews: ReactNode
}) {
  return (
    <DataTable
      {...data}
      rows={rows.map((group) => ({ ...group, query: changeQuery(data.query, narrowing(group)) }))}
      noun={words[by].noun}
      columns={columnsBy[by]}
      facets={facets}
      search="Search findings"
      savedViews={savedViews}
      empty={<NoFindings />}
    />
  )
}

function columnsFor(by: FindingGrouping): readonly Column<GroupRow>[] {
  return [
    {
      id: 'name',
      header: words[by].header,
      hideable: false,
      className: 'max-w-md',
      cell: (row) => (
        <Link
          href={`/findings?${row.query}`}
          prefetch={false}
          data-row-link=""
          title={row.name}
          className="block truncate font-medium text-ink hover:text-accent hover:underline"
        >
          <bdi>{row.name}</bdi>
        </Link>
      ),
    },
    ...severities.toReversed().map(
      (severity): Column<GroupRow> => ({
        id: severity,
        header: severityWords[severity],
        align: 'right',
        cell: (row) => <SeverityCount row={row} severity={severity} />,
      }),
    ),
    {
      id: 'total',
      header: 'All',
      align: 'right',
      cell: (row) => <CountLink count={row.total} href={`/findings?${row.query}`} label={`findings of ${row.name}`} />,
    },
    { id: 'oldest', header: 'Oldest', align: 'right', cell: (row) => <Time at={row.oldestAt} /> },
  ]
}

function SeverityCount({ row, severity }: { row: GroupRow; severity: Severity }) {
  const count = row.counts[severity]
  if (count === 0) return <span className="text-ink-3">0</span>
  return (
    <span className="inline-flex items-center gap-1.5">
      <SeverityMark severity={severity} />
      <CountLink
        count={count}
        href={`/findings?${changeQuery(row.query, { severity })}`}
        label={`${severity} findings of ${row.name}`}
      />
    </span>
  )
}

function narrowing({ narrowed }: FindingGroup) {
  return Object.fromEntries(new URLSearchParams(filterToQuery({}, narrowed)))
}
