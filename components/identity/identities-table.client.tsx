'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import type { IdentityRow } from '#lib/data/identities/identity-row.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { Facet } from '../table/facet.ts'
import type { TableData } from '../table/table-data.ts'
import { Badge } from '../ui/badge.tsx'
import { CountLink } from '../ui/count-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { LadderStrip } from '../ui/ladder-strip.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { SeverityMark } from '../ui/severity-badge.tsx'
import { Time } from '../ui/time.tsx'
import { type BulkOptions, IdentityBulkActions } from './identity-bulk-actions.client.tsx'
import { criticalityWords, originWord } from './identity-words.ts'
import { RotationAge } from './rotation-age.tsx'

const columns: readonly Column<IdentityRow>[] = [
  {
    id: 'name',
    header: 'Identity',
    sort: 'name',
    hideable: false,
    className: 'max-w-64 min-w-44',
    cell: (row) => <Name row={row} />,
  },
  { id: 'ladder', header: 'Ladder', cell: (row) => <LadderStrip ladder={row.ladder} /> },
  { id: 'owner', header: 'Owner', className: 'max-w-32', cell: (row) => <Text value={row.owner} /> },
  { id: 'environment', header: 'Environment', className: 'max-w-44', cell: (row) => <Environment row={row} /> },
  {
    id: 'expiry',
    header: 'Next expiry',
    sort: 'expiry',
    align: 'right',
    cell: (row) => <Expiry at={row.nextExpiryAt} />,
  },
  {
    id: 'rotation',
    header: 'Rotation age',
    className: 'whitespace-nowrap',
    sort: 'rotation',
    align: 'right',
    cell: (row) => <RotationAge {...row} />,
  },
  {
    id: 'endpoints',
    header: 'Endpoints',
    align: 'right',
    cell: (row) => (
      <CountLink count={row.endpointCount} href={`/endpoints?identity=${row.id}`} label={`endpoints of ${row.name}`} />
    ),
  },
  { id: 'findings', header: 'Findings', sort: 'findings', align: 'right', cell: (row) => <OpenFindings row={row} /> },
  {
    id: 'seen',
    header: 'Last seen',
    sort: 'seen',
    align: 'right',
    cell: (row) => <Time at={row.lastSeenAt} missing="never" />,
  },
  { id: 'origin', header: 'Origin', hidden: true, cell: (row) => originWord(row.origin) },
  {
    id: 'evaluated',
    header: 'Judged',
    align: 'right',
    hidden: true,
    cell: (row) => <Time at={row.evaluatedAt} missing="never" />,
  },
]

/** The inventory. `bulk` null: the reader's role changes nothing, so rows have no boxes. */
export function IdentitiesTable({
  facets,
  savedViews,
  bulk,
  ...data
}: TableData<IdentityRow> & { facets: readonly Facet[]; savedViews: ReactNode; bulk: BulkOptions | null }) {
  return (
    <DataTable
      {...data}
      noun="identities"
      columns={columns}
      facets={facets}
      savedViews={savedViews}
      exports={[
        { label: 'CSV', href: `/api/v1/identities/export?format=csv&${data.query}` },
        { label: 'JSON', href: `/api/v1/identities/export?format=json&${data.query}` },
      ]}
      empty={<NoIdentities />}
      {...(bulk === null
        ? {}
        : { bulkActions: (selection, clear) => <IdentityBulkActions selection={selection} clear={clear} {...bulk} /> })}
    />
  )
}

/** Shown where there is none at all, whatever the filter. */
export function NoIdentities() {
  return (
    <EmptyState
      title="No identities yet"
      why="An identity is what TLS is to prove: a DNS name or a SPIFFE ID. Identities come with the endpoints that you add, by rules that derive them from hosts, or are declared here."
      action={
        <LinkButton variant="primary" href="/discovery">
          Add endpoints
        </LinkButton>
      }
    />
  )
}

function Name({ row }: { row: IdentityRow }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link
        href={`/identities/${row.id}`}
        prefetch={false}
        data-row-link=""
        title={row.name}
        className="min-w-0 truncate font-medium text-ink hover:text-accent hover:underline"
      >
        <bdi>{row.name}</bdi>
      </Link>
      {row.retiredAt === null ? null : (
        <Badge title={`Retired ${new Date(row.retiredAt).toISOString()}`}>Retired</Badge>
      )}
    </span>
  )
}

function Text({ value }: { value: string | null }) {
  if (value === null) return <span className="text-ink-3">—</span>
  return (
    <span title={value} className="block truncate">
      {value}
    </span>
  )
}

function Environment({ row }: { row: IdentityRow }) {
  return (
    <span className="grid min-w-0">
      <Text value={row.environment} />
      <span className="whitespace-nowrap text-ink-3 text-xs">
        criticality {criticalityWords[row.criticality].toLowerCase()}
      </span>
    </span>
  )
}

function Expiry({ at }: { at: Date | null }) {
  const past = at !== null && new Date(at).getTime() <= Date.now()
  return (
    <span className={past ? 'font-medium text-critical-mark' : undefined} suppressHydrationWarning>
      <Time at={at} />
    </span>
  )
}

function OpenFindings({ row }: { row: IdentityRow }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      {row.worstSeverity === null ? null : <SeverityMark severity={row.worstSeverity} />}
      <CountLink
        count={row.openFindings}
        href={`/findings?identity=${row.id}`}
        label={`open findings of ${row.name}`}
      />
    </span>
  )
}
