'use client'

import type { ClusterRow } from '#lib/data/reuse/cluster-row.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { Facet } from '../table/facet.ts'
import type { TableData } from '../table/table-data.ts'
import { CountLink } from '../ui/count-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { SeverityBadge } from '../ui/severity-badge.tsx'
import { Time } from '../ui/time.tsx'
import { ClusterVerdictBadge, KindBadges } from './cluster-badges.tsx'
import { clusterEndpointsHref } from './cluster-href.ts'
import { subjectWords } from './reuse-words.ts'

const columns: readonly Column<ClusterRow>[] = [
  {
    id: 'title',
    header: 'What is shared',
    hideable: false,
    className: 'max-w-72',
    cell: (row) => <Title row={row} />,
  },
  { id: 'kinds', header: 'Shared', className: 'max-w-44', cell: (row) => <KindBadges kinds={row.kinds} /> },
  {
    id: 'severity',
    header: 'Worst finding',
    sort: 'severity',
    cell: (row) => (row.severity === null ? <Missing /> : <SeverityBadge severity={row.severity} />),
  },
  {
    id: 'endpoints',
    header: 'Endpoints',
    sort: 'endpoints',
    align: 'right',
    cell: (row) => <CountLink count={row.endpoints} href={clusterEndpointsHref(row)} label="endpoints that use it" />,
  },
  {
    id: 'identities',
    header: 'Identities',
    sort: 'identities',
    align: 'right',
    cell: (row) => <CountLink count={row.identities} href={`/reuse/${row.id}#places`} label="identities that use it" />,
  },
  {
    id: 'environments',
    header: 'Environments',
    className: 'max-w-44',
    cell: (row) => <Names names={row.environments} />,
  },
  { id: 'owners', header: 'Owners', className: 'max-w-44', cell: (row) => <Names names={row.owners} /> },
  { id: 'verdict', header: 'Verdict', cell: (row) => <ClusterVerdictBadge verdict={row.verdict} /> },
  {
    id: 'certificates',
    header: 'Certificates',
    align: 'right',
    hidden: true,
    cell: (row) =>
      row.subject === 'key' ? (
        <CountLink
          count={row.certificates}
          href={`/certificates?spki=${row.hash}&role=leaf`}
          label="served certificates with the key"
        />
      ) : (
        <span className="nums">{row.certificates}</span>
      ),
  },
  { id: 'breaks', header: 'Breaks as a client', hidden: true, cell: (row) => <Time at={row.breaksAt} show="date" /> },
  { id: 'expiry', header: 'Leaf ends', sort: 'expiry', hidden: true, cell: (row) => <Time at={row.expiresAt} /> },
]

/** Keys, CAs and CAs for clients that more than one place uses. */
export function ClustersTable({
  facets,
  savedViews,
  ...data
}: TableData<ClusterRow> & { facets: readonly Facet[]; savedViews: React.ReactNode }) {
  return (
    <DataTable
      {...data}
      noun="shared uses"
      columns={columns}
      rowHref={(row) => `/reuse/${row.id}`}
      facets={facets}
      savedViews={savedViews}
      exports={[
        { label: 'CSV', href: `/api/v1/reuse/export?format=csv&${data.query}` },
        { label: 'JSON', href: `/api/v1/reuse/export?format=json&${data.query}` },
      ]}
      empty={
        <EmptyState
          title="Nothing is shared that ought to be apart"
          why="Keys, certificates and CAs that several places use are listed here once scans have seen them."
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

function Title({ row }: { row: ClusterRow }) {
  return (
    <span className="block min-w-0">
      <bdi title={row.title} className="block truncate">
        {row.title === '' ? row.hash.slice(0, 16) : row.title}
      </bdi>
      <span className="block truncate font-normal text-ink-3 text-xs">
        {subjectWords[row.subject]} <span className="font-mono">{row.hash.slice(0, 12)}</span>
      </span>
    </span>
  )
}

function Names({ names }: { names: readonly string[] }) {
  if (names.length === 0) return <Missing />
  const shown = names.slice(0, 3).join(', ')
  return (
    <span title={names.join(', ')} className="line-clamp-3 min-w-0">
      <bdi>{shown}</bdi>
      {names.length > 3 ? ` and ${names.length - 3} more` : ''}
    </span>
  )
}

function Missing() {
  return <span className="text-ink-3">—</span>
}
