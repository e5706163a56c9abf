'use client'

import { Check, KeyRound } from 'lucide-react'
import Link from 'next/link'
import type { RotationRow } from '#lib/data/rotations/list-rotations.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { Facet } from '../table/facet.ts'
import type { TableData } from '../table/table-data.ts'
import { Badge } from '../ui/badge.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { Duration, Time } from '../ui/time.tsx'
import { NameLink } from './row-links.tsx'

const columns: readonly Column<RotationRow>[] = [
  { id: 'at', header: 'At', sort: 'at', hideable: false, cell: (row) => <Time at={row.at} /> },
  {
    id: 'identity',
    header: 'Identity',
    className: 'max-w-64',
    cell: (row) =>
      row.identityId === null ? (
        <Missing />
      ) : (
        <NameLink href={`/identities/${row.identityId}`} name={row.identityName ?? ''} strong />
      ),
  },
  {
    id: 'endpoint',
    header: 'Endpoint',
    className: 'max-w-64',
    cell: (row) => <NameLink href={`/endpoints/${row.endpointId}`} name={row.endpoint} strong />,
  },
  {
    id: 'age',
    header: 'Age at rotation',
    sort: 'age',
    align: 'right',
    cell: (row) => <Duration ms={row.ageSeconds * 1000} />,
  },
  { id: 'lifetime', header: 'Lifetime', align: 'right', cell: (row) => <Duration ms={row.lifetimeSeconds * 1000} /> },
  { id: 'lifeLeft', header: 'Life left', sort: 'lifeLeft', align: 'right', cell: (row) => <LifeLeft row={row} /> },
  {
    id: 'previousSeen',
    header: 'Old one last seen',
    hidden: true,
    cell: (row) => <Time at={row.previousSeenAt} missing="not on record" />,
  },
  { id: 'key', header: 'Key', cell: (row) => <Key kept={row.keyKept} /> },
  { id: 'previous', header: 'From', cell: (row) => <CertificateLink sha256={row.previousSha256} /> },
  { id: 'next', header: 'To', cell: (row) => <CertificateLink sha256={row.nextSha256} /> },
  { id: 'owner', header: 'Owner', hidden: true, className: 'max-w-40', cell: (row) => row.owner ?? <Missing /> },
  {
    id: 'environment',
    header: 'Environment',
    hidden: true,
    className: 'max-w-40',
    cell: (row) => row.environment ?? <Missing />,
  },
]

export function RotationsTable({ facets, ...data }: TableData<RotationRow> & { facets: readonly Facet[] }) {
  return (
    <DataTable
      {...data}
      noun="rotations"
      columns={columns}
      facets={facets}
      exports={[
        { label: 'CSV', href: `/api/v1/rotations/export?format=csv&${data.query}` },
        { label: 'JSON', href: `/api/v1/rotations/export?format=json&${data.query}` },
      ]}
      empty={
        <EmptyState
          title="No rotation was seen yet"
          why="A rotation is recorded when a later scan of an endpoint finds another leaf than the one before."
          action={
            <LinkButton variant="primary" href="/endpoints">
              See the endpoints
            </LinkButton>
          }
        />
      }
    />
  )
}

function LifeLeft({ row }: { row: RotationRow }) {
  return (
    <span className="inline-flex items-center gap-2">
      {row.late ? (
        <Badge className="border-high-mark bg-surface text-high-fg">{row.afterExpiry ? 'after expiry' : 'late'}</Badge>
      ) : null}
      <Duration ms={row.lifeLeftSeconds * 1000} />
    </span>
  )
}

function Key({ kept }: { kept: boolean }) {
  if (!kept)
    return (
      <span className="inline-flex items-center gap-1 text-ink-2">
        <Check aria-hidden="true" className="size-3.5" />
        new
      </span>
    )
  return (
    <Badge className="border-medium-mark bg-surface text-medium-fg">
      <KeyRound aria-hidden="true" />
      kept
    </Badge>
  )
}

function CertificateLink({ sha256 }: { sha256: string }) {
  return (
    <Link
      href={`/certificates/${sha256}`}
      prefetch={false}
      title={sha256}
      className="font-mono text-xs hover:text-accent hover:underline"
    >
      {sha256.slice(0, 8)}
    </Link>
  )
}

function Missing() {
  return <span className="text-ink-3">—</span>
}
