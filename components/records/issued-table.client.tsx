'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import type { ActionResult } from '#lib/api/action-result.ts'
import type { PlaceChoices } from '#lib/data/place-choices.ts'
import { issuedSources } from '#lib/data/records/issued-filter.ts'
import type { IssuedRow } from '#lib/data/records/list-issued.ts'
import { BindDialog } from '../endpoint/bind-dialog.client.tsx'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { Facet } from '../table/facet.ts'
import type { TableData } from '../table/table-data.ts'
import { Badge } from '../ui/badge.tsx'
import { CountLink } from '../ui/count-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Time } from '../ui/time.tsx'

const sourceWords = { import: 'import', api: 'pipeline', ct: 'CT log' } as const

const columns: readonly Column<IssuedRow>[] = [
  {
    id: 'name',
    header: 'Certificate',
    hideable: false,
    className: 'max-w-80',
    cell: (row) => (
      <bdi title={row.name} className="block truncate">
        {row.name}
      </bdi>
    ),
  },
  { id: 'identity', header: 'Identity', className: 'max-w-72', cell: (row) => <Identity row={row} /> },
  { id: 'served', header: 'Served', cell: (row) => <Served row={row} /> },
  { id: 'first', header: 'First served', cell: (row) => <Time at={row.firstServedAt} /> },
  { id: 'expiry', header: 'Ends', sort: 'expiry', cell: (row) => <Time at={row.notAfter} show="date" /> },
  {
    id: 'issuer',
    header: 'Issuer',
    className: 'max-w-64',
    cell: (row) => (
      <bdi title={row.issuer} className="block truncate">
        {row.issuer}
      </bdi>
    ),
  },
  { id: 'sources', header: 'Told by', cell: (row) => row.sources.map((source) => sourceWords[source]).join(', ') },
  { id: 'recorded', header: 'Recorded', sort: 'recorded', cell: (row) => <Time at={row.recordedAt} /> },
  { id: 'recordedBy', header: 'By', hidden: true, className: 'max-w-40', cell: (row) => row.recordedBy },
  { id: 'environment', header: 'Environment', hidden: true, cell: (row) => row.environment ?? '—' },
  { id: 'owner', header: 'Owner', hidden: true, cell: (row) => row.owner ?? '—' },
  {
    id: 'serial',
    header: 'Serial number',
    hidden: true,
    cell: (row) => <code className="font-mono text-xs">{row.serial}</code>,
  },
]

type BindAction = (input: { certificateId: string; identityId: string | null }) => Promise<ActionResult<null>>

/** Certificates that somebody said were issued. */
export function IssuedTable({
  choices,
  bind,
  empty,
  ...data
}: TableData<IssuedRow> & {
  choices: PlaceChoices
  /** Absent: the reader may not. */
  bind?: BindAction | undefined
  empty?: ReactNode
}) {
  return (
    <DataTable
      {...data}
      noun="issued certificates"
      columns={columns}
      rowHref={(row) => `/certificates/${row.sha256}`}
      facets={facets(choices)}
      exports={[
        { label: 'CSV', href: `/api/v1/issued-certificates/export?format=csv&${data.query}` },
        { label: 'JSON', href: `/api/v1/issued-certificates/export?format=json&${data.query}` },
      ]}
      {...(bind && {
        bulkActions: (selection, clear) =>
          selection.kind === 'ids' ? (
            <BindSelected ids={selection.ids} bind={bind} clear={clear} />
          ) : (
            <span className="text-xs">Choose single certificates to bind them.</span>
          ),
      })}
      empty={
        empty ?? (
          <EmptyState
            title="No issued certificate is on record"
            why="Imports, pipelines and CT logs tell of certificates that were issued; those that nobody serves are found by comparison."
          />
        )
      }
    />
  )
}

function facets({ environments, owners }: PlaceChoices): Facet[] {
  return [
    { kind: 'flag', key: 'served', label: 'Served now', yes: 'Served now', no: 'Not served now' },
    { kind: 'flag', key: 'seen', label: 'Ever served', yes: 'Was served', no: 'Never served' },
    { kind: 'flag', key: 'bound', label: 'Identity', yes: 'Has an identity', no: 'No identity' },
    {
      kind: 'choice',
      key: 'source',
      label: 'Told by',
      options: issuedSources.map((value) => ({ value, label: sourceWords[value] })),
    },
    { kind: 'choice', key: 'environment', label: 'Environment', options: environments },
    { kind: 'choice', key: 'owner', label: 'Owner', options: owners },
    { kind: 'date', key: 'expiresBefore', label: 'Ends before' },
  ]
}

/** Says by hand for which identity they were issued. */
function BindSelected({ ids, bind, clear }: { ids: readonly string[]; bind: BindAction; clear: () => void }) {
  const router = useRouter()
  const send = async (identityId: string | null) => {
    for (const certificateId of ids) {
      const result = await bind({ certificateId, identityId }).catch(() => null)
      if (!result?.ok) return result?.message ?? 'The server did not answer; reload to see what was changed.'
    }
    clear()
    router.refresh()
    return null
  }
  return (
    <BindDialog
      size="sm"
      send={send}
      label="Bind to an identity …"
      unbindLabel="To none"
      description="For whom the certificates were issued."
    />
  )
}

function Identity({ row }: { row: IssuedRow }) {
  if (row.identityId === null) return <span className="text-ink-3">none</span>
  return (
    <Link
      href={`/identities/${row.identityId}`}
      prefetch={false}
      title={row.identity ?? ''}
      className="block truncate hover:text-accent hover:underline"
    >
      <bdi>{row.identity}</bdi>
    </Link>
  )
}

function Served({ row }: { row: IssuedRow }) {
  if (row.endpoints > 0)
    return (
      <span>
        at{' '}
        <CountLink count={row.endpoints} href={`/certificates/${row.sha256}#served`} label="endpoints that serve it" />{' '}
        {row.endpoints === 1 ? 'endpoint' : 'endpoints'}
      </span>
    )
  return (
    <Badge className="border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg">
      {row.firstServedAt === null ? 'never seen' : 'no longer'}
    </Badge>
  )
}
