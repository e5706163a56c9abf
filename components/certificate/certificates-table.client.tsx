'use client'

import type { ReactNode } from 'react'
import type { CertificateRow } from '#lib/data/certificates/certificate-row.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { Facet } from '../table/facet.ts'
import type { TableData } from '../table/table-data.ts'
import { CountLink } from '../ui/count-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Hash } from '../ui/hash.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { Time } from '../ui/time.tsx'
import { keyText } from './key-text.ts'
import { LifeBar } from './life-bar.tsx'

const columns: readonly Column<CertificateRow>[] = [
  {
    id: 'name',
    header: 'Certificate',
    hideable: false,
    className: 'max-w-72 min-w-44',
    cell: (row) => <Name row={row} />,
  },
  { id: 'issuer', header: 'Issuer', className: 'max-w-56', cell: (row) => <Text value={row.issuer} /> },
  { id: 'expires', header: 'Expires', sort: 'expiry', className: 'min-w-36', cell: (row) => <Expiry row={row} /> },
  { id: 'key', header: 'Key', className: 'whitespace-nowrap', cell: (row) => keyText(row.keyAlgorithm, row.keyBits) },
  { id: 'served', header: 'Served at', align: 'right', cell: (row) => <Served row={row} /> },
  {
    id: 'environments',
    header: 'Environment',
    className: 'max-w-44',
    cell: (row) => <Text value={row.environments.join(', ')} />,
  },
  { id: 'sameKey', header: 'Same key', align: 'right', cell: (row) => <SameKey row={row} /> },
  {
    id: 'subject',
    header: 'Subject',
    sort: 'subject',
    hidden: true,
    className: 'max-w-64',
    cell: (row) => <Text value={row.subject} />,
  },
  { id: 'serial', header: 'Serial number', hidden: true, cell: (row) => <Hash value={row.serial} length={16} /> },
  { id: 'fingerprint', header: 'SHA-256', hidden: true, cell: (row) => <Hash value={row.sha256} /> },
  { id: 'signature', header: 'Signature', hidden: true, cell: (row) => row.signatureAlgorithm },
  {
    id: 'anchorOf',
    header: 'Anchor of',
    hidden: true,
    className: 'max-w-44',
    cell: (row) => <Text value={row.anchorOf.join(', ')} />,
  },
  {
    id: 'firstSeen',
    header: 'First seen',
    sort: 'firstSeen',
    align: 'right',
    hidden: true,
    cell: (row) => <Time at={row.firstSeenAt} />,
  },
]

export function CertificatesTable({
  facets,
  savedViews,
  ...data
}: TableData<CertificateRow> & { facets: readonly Facet[]; savedViews: ReactNode }) {
  return (
    <DataTable
      {...data}
      noun="certificates"
      search="Name, serial, fingerprint, issuer"
      columns={columns}
      rowHref={(row) => `/certificates/${row.sha256}`}
      facets={facets}
      savedViews={savedViews}
      exports={[
        { label: 'CSV', href: `/api/v1/certificates/export?format=csv&${data.query}` },
        { label: 'JSON', href: `/api/v1/certificates/export?format=json&${data.query}` },
      ]}
      empty={
        <EmptyState
          title="No certificates yet"
          why="Certificates are recorded as endpoints present them. Add the endpoints that you run, and their first scan fills this list."
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

function Name({ row }: { row: CertificateRow }) {
  const more = row.nameCount - 1
  return (
    <span className="flex min-w-0 items-baseline gap-1.5">
      <bdi title={row.name} className="truncate">
        {row.name === '' ? 'No name' : row.name}
      </bdi>
      {more > 0 ? (
        <span className="nums shrink-0 font-normal text-ink-3 text-xs">+{more.toLocaleString('en')}</span>
      ) : null}
      {row.isCa ? <span className="shrink-0 rounded border px-1 font-normal text-ink-3 text-xs">CA</span> : null}
    </span>
  )
}

function Expiry({ row }: { row: CertificateRow }) {
  return (
    <span className="inline-grid gap-1">
      <span className="whitespace-nowrap">
        <Time at={row.notAfter} />{' '}
        <span className="text-ink-3 text-xs">
          <Time at={row.notAfter} show="date" />
        </span>
      </span>
      <LifeBar notBefore={row.notBefore} notAfter={row.notAfter} now={new Date()} className="w-28" />
    </span>
  )
}

function Served({ row }: { row: CertificateRow }) {
  if (row.endpoints.count === 0) return <span className="text-ink-3 text-xs">not served</span>
  return (
    <CountLink count={row.endpoints} href={`/certificates/${row.sha256}#served`} label="endpoints that serve it now" />
  )
}

function SameKey({ row }: { row: CertificateRow }) {
  if (row.sameKey === 0) return <span className="text-ink-3">—</span>
  return (
    <CountLink
      count={row.sameKey + 1}
      href={`/certificates?spki=${row.spkiSha256}`}
      label="certificates with this key"
    />
  )
}

function Text({ value }: { value: string }) {
  if (value === '') return <span className="text-ink-3">—</span>
  return (
    <bdi title={value} className="block truncate">
      {value}
    </bdi>
  )
}
