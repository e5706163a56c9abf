'use client'

import Link from 'next/link'
import type { QuestionRow } from '#lib/data/verify/question-row.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { Facet } from '../table/facet.ts'
import type { TableData } from '../table/table-data.ts'
import { Badge } from '../ui/badge.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Duration, Time } from '../ui/time.tsx'
import { AnswerBadge } from './answer-badge.tsx'
import { endpointText, evidenceAgeMs } from './question-words.ts'

const columns: readonly Column<QuestionRow>[] = [
  {
    id: 'at',
    header: 'When',
    sort: 'at',
    hideable: false,
    className: 'whitespace-nowrap',
    cell: (row) => <Time at={row.at} />,
  },
  {
    id: 'verdict',
    header: 'Answer',
    hideable: false,
    cell: (row) => <AnswerBadge verdict={row.verdict} reason={row.obstacle} />,
  },
  {
    id: 'identity',
    header: 'Identity',
    className: 'sm:max-w-72',
    cell: (row) => (
      <Named href={row.identityId === null ? null : `/identities/${row.identityId}`} name={row.identityName} />
    ),
  },
  {
    id: 'endpoint',
    header: 'Endpoint',
    className: 'sm:max-w-64',
    cell: (row) => (
      <Named
        href={row.endpointId === null ? null : `/endpoints/${row.endpointId}`}
        name={endpointText(row.asked.endpoint)}
      />
    ),
  },
  {
    id: 'actor',
    header: 'Asked by',
    className: 'sm:max-w-48',
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-1.5">
        <bdi title={row.actorName} className="truncate">
          {row.actorName}
        </bdi>
        {row.actorKind === 'user' ? null : <Badge>{row.actorKind}</Badge>}
      </span>
    ),
  },
  { id: 'age', header: 'Age of evidence', align: 'right', cell: (row) => <Duration ms={evidenceAgeMs(row)} /> },
  {
    id: 'source',
    header: 'Evidence',
    className: 'sm:max-w-64',
    cell: (row) => (
      <span title={row.obstacle ?? undefined} className="block truncate max-sm:whitespace-normal">
        {row.obstacle ?? (row.scanned ? 'scanned for it' : 'from the record')}
      </span>
    ),
  },
]

export function QuestionsTable({ facets, ...data }: TableData<QuestionRow> & { facets: readonly Facet[] }) {
  return (
    <DataTable
      {...data}
      noun="questions"
      search="Identity, host, asker or id"
      columns={columns}
      facets={facets}
      rowHref={(row) => `/identities/questions/${row.id}`}
      exports={[
        { label: 'CSV', href: `/api/v1/questions/export?format=csv&${data.query}` },
        { label: 'JSON', href: `/api/v1/questions/export?format=json&${data.query}` },
      ]}
      empty={
        <EmptyState
          title="Nobody has asked yet"
          why="A pipeline, an agent or a gateway asks before a session whether an endpoint is the identity that it means: POST /api/v1/verify, or countersign verify --server. Every question and its signed answer is kept here."
        />
      }
    />
  )
}

function Named({ href, name }: { href: string | null; name: string }) {
  const look = 'block truncate max-sm:whitespace-normal'
  if (href === null)
    return (
      <bdi title={name} className={look}>
        {name}
      </bdi>
    )
  return (
    <Link href={href} prefetch={false} title={name} className={`${look} hover:text-accent hover:underline`}>
      <bdi>{name}</bdi>
    </Link>
  )
}
