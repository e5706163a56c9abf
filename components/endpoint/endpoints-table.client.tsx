'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import type { EndpointRow } from '#lib/data/endpoints/endpoint-row.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { Facet } from '../table/facet.ts'
import type { TableData } from '../table/table-data.ts'
import { Badge } from '../ui/badge.tsx'
import { CountLink } from '../ui/count-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { OutcomeBadge } from '../ui/outcome-badge.tsx'
import { SeverityBadge } from '../ui/severity-badge.tsx'
import { Time } from '../ui/time.tsx'
import { type BulkOptions, EndpointBulkActions } from './bulk-actions.client.tsx'
import { bindingWords, transportWords } from './endpoint-words.ts'
import { MtlsBadge } from './mtls-badge.tsx'

const columns: readonly Column<EndpointRow>[] = [
  {
    id: 'host',
    header: 'Endpoint',
    sort: 'host',
    hideable: false,
    className: 'max-w-60',
    cell: (row) => <Label row={row} />,
  },
  { id: 'identity', header: 'Identity', className: 'min-w-44 max-w-60', cell: (row) => <Identity row={row} /> },
  { id: 'findings', header: 'Findings', sort: 'severity', align: 'right', cell: (row) => <Findings row={row} /> },
  { id: 'outcome', header: 'Last outcome', cell: (row) => <Outcome row={row} /> },
  { id: 'protocol', header: 'Protocol', className: 'min-w-32 max-w-40', cell: (row) => <Protocol row={row} /> },
  { id: 'mtls', header: 'Client certs', cell: (row) => <MtlsBadge verdict={row.mtls} /> },
  {
    id: 'expiry',
    header: 'Next expiry',
    sort: 'expiry',
    align: 'right',
    cell: (row) => <Time at={row.nextExpiryAt} />,
  },
  {
    id: 'addresses',
    header: 'Addresses',
    align: 'right',
    hidden: true,
    cell: (row) => <CountLink count={row.addressCount} href={`/endpoints/${row.id}#addresses`} label="addresses" />,
  },
  { id: 'lastScan', header: 'Last scan', sort: 'lastScan', align: 'right', cell: (row) => <LastScan row={row} /> },
  {
    id: 'environment',
    header: 'Environment',
    hidden: true,
    className: 'max-w-36',
    cell: (row) => <Text value={row.environment} />,
  },
  { id: 'owner', header: 'Owner', hidden: true, className: 'max-w-40', cell: (row) => <Text value={row.owner} /> },
  { id: 'site', header: 'Site', hidden: true, className: 'max-w-36', cell: (row) => <Text value={row.site} /> },
  {
    id: 'tags',
    header: 'Tags',
    hidden: true,
    className: 'max-w-48',
    cell: (row) => <Text value={row.tags.join(', ') || null} />,
  },
  {
    id: 'nextScan',
    header: 'Next scan',
    hidden: true,
    align: 'right',
    cell: (row) => <Time at={row.enabled ? row.nextScanAt : null} />,
  },
]

/** The table of endpoints. `bulk` null: the reader's role changes nothing, so rows have no boxes. */
export function EndpointsTable({
  facets,
  savedViews,
  bulk,
  ...data
}: TableData<EndpointRow> & {
  facets: readonly Facet[]
  savedViews: ReactNode
  bulk: BulkOptions | null
}) {
  return (
    <DataTable
      {...data}
      noun="endpoints"
      columns={columns}
      rowHref={(row) => `/endpoints/${row.id}`}
      facets={facets}
      savedViews={savedViews}
      exports={[
        { label: 'CSV', href: `/api/v1/endpoints/export?format=csv&${data.query}` },
        { label: 'JSON', href: `/api/v1/endpoints/export?format=json&${data.query}` },
      ]}
      empty={
        <EmptyState
          title="No endpoints yet"
          why="An endpoint is what a client dials: a host and a port. Paste a list of them, or search your address ranges."
          action={
            <LinkButton variant="primary" href="/discovery">
              Add endpoints
            </LinkButton>
          }
        />
      }
      {...(bulk === null
        ? {}
        : { bulkActions: (selection, clear) => <EndpointBulkActions selection={selection} clear={clear} {...bulk} /> })}
    />
  )
}

function Label({ row }: { row: EndpointRow }) {
  const sni = row.serverName === row.host ? null : row.serverName === '' ? 'no SNI' : `SNI ${row.serverName}`
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-1.5 gap-y-0.5">
      <bdi title={row.label} className="min-w-0 truncate">
        {row.label}
      </bdi>
      {row.transport === 'tls' ? null : <Badge>{transportWords[row.transport]}</Badge>}
      {sni === null ? null : (
        <Badge title={sni}>
          <span className="truncate">{sni}</span>
        </Badge>
      )}
      {row.enabled ? null : (
        <Badge className="border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg">Off</Badge>
      )}
    </span>
  )
}

function Identity({ row }: { row: EndpointRow }) {
  if (row.identityId === null || row.identity === null) return <span className="text-ink-3">Unbound</span>
  const how = row.boundBy === null ? '' : `, bound ${bindingWords[row.boundBy]}`
  return (
    <span className="grid min-w-0">
      <Link
        href={`/identities/${row.identityId}`}
        prefetch={false}
        title={`${row.identity}${how}`}
        className="truncate hover:text-accent hover:underline"
      >
        <bdi>{row.identity}</bdi>
      </Link>
      {row.environment === null ? null : (
        <span title={row.environment} className="truncate text-ink-3 text-xs">
          {row.environment}
        </span>
      )}
    </span>
  )
}

function Outcome({ row }: { row: EndpointRow }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      <OutcomeBadge outcome={row.lastOutcome} />
      {row.stale ? (
        <Badge
          className="border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg"
          title="Not seen within three scan intervals"
        >
          Stale
        </Badge>
      ) : null}
    </span>
  )
}

function Protocol({ row }: { row: EndpointRow }) {
  if (row.protocol === null) return <span className="text-ink-3">—</span>
  const more = [row.cipherSuite, row.keyExchangeGroup].filter((text) => text !== null).join(' · ')
  return (
    <span className="grid min-w-0">
      <span>{row.protocol}</span>
      <span title={more} className="truncate text-ink-3 text-xs">
        {more}
      </span>
    </span>
  )
}

function Findings({ row }: { row: EndpointRow }) {
  return (
    <span className="inline-flex items-center gap-2">
      {row.worstSeverity === null ? null : <SeverityBadge severity={row.worstSeverity} />}
      <CountLink count={row.openFindings} href={`/findings?endpoint=${row.id}`} label="open findings" />
    </span>
  )
}

function LastScan({ row }: { row: EndpointRow }) {
  if (row.lastScanAt === null) return <span className="text-ink-3">Never</span>
  return <Time at={row.lastScanAt} />
}

function Text({ value }: { value: string | null }) {
  if (value === null) return <span className="text-ink-3">—</span>
  return (
    <span title={value} className="block truncate">
      {value}
    </span>
  )
}
