'use client'

import type { FormAction } from '#lib/api/form-state.ts'
import { filterToQuery } from '#lib/data/filter.ts'
import type { OwnerRow } from '#lib/data/owners/owner-row.ts'
import type { Column } from '../table/column.ts'
import { DataTable } from '../table/data-table.client.tsx'
import type { Facet } from '../table/facet.ts'
import type { TableData } from '../table/table-data.ts'
import { Badge } from '../ui/badge.tsx'
import { CountLink } from '../ui/count-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Time } from '../ui/time.tsx'
import { ActionButton } from './action-button.client.tsx'

export interface OwnerActions {
  readonly save: FormAction
  readonly remove: FormAction
}

const columns: readonly Column<OwnerRow>[] = [
  {
    id: 'name',
    header: 'Owner',
    sort: 'name',
    hideable: false,
    className: '[overflow-wrap:anywhere]',
    cell: (row) => <span className="font-medium">{row.name}</span>,
  },
  { id: 'state', header: 'State', cell: (row) => <State row={row} /> },
  {
    id: 'contact',
    header: 'Contact',
    className: 'sm:max-w-64 [overflow-wrap:anywhere]',
    cell: (row) => row.contact ?? <Missing />,
  },
  {
    id: 'source',
    header: 'On record',
    cell: (row) =>
      row.recordedAt === null ? (
        <span className="text-ink-3">named by identities alone</span>
      ) : (
        <>
          by {row.source}, <Time at={row.recordedAt} />
        </>
      ),
  },
  {
    id: 'identities',
    header: 'Identities',
    sort: 'identities',
    align: 'right',
    cell: (row) => (
      <CountLink
        count={row.identities}
        href={`/identities?${filterToQuery({ owner: [row.name] })}`}
        label={`identities of ${row.name}`}
      />
    ),
  },
  {
    id: 'findings',
    header: 'Open findings',
    sort: 'findings',
    align: 'right',
    cell: (row) => (
      <CountLink
        count={row.openFindings}
        href={`/findings?${filterToQuery({ owner: [row.name] })}`}
        label={`open findings of ${row.name}`}
      />
    ),
  },
]

const facets: readonly Facet[] = [
  { kind: 'flag', key: 'active', label: 'State', yes: 'Active', no: 'Inactive' },
  { kind: 'flag', key: 'recorded', label: 'On record', yes: 'On record', no: 'Named by identities alone' },
  { kind: 'flag', key: 'owning', label: 'Identities', yes: 'Owns some', no: 'Owns none' },
]

/** Who owns identities. `actions` null: the reader's role changes nothing. */
export function OwnersTable({ actions, ...data }: TableData<OwnerRow> & { actions: OwnerActions | null }) {
  return (
    <DataTable
      {...data}
      noun="owners"
      columns={actions === null ? columns : [...columns, actionsColumn(actions)]}
      facets={facets}
      exports={[
        { label: 'CSV', href: `/api/v1/owners/export?format=csv&${data.query}` },
        { label: 'JSON', href: `/api/v1/owners/export?format=json&${data.query}` },
      ]}
      empty={
        <EmptyState
          title="No owners yet"
          why="Owners come from identities that name them, and from the list of a directory, which can be imported below."
        />
      }
    />
  )
}

function actionsColumn({ save, remove }: OwnerActions): Column<OwnerRow> {
  return {
    id: 'actions',
    header: 'Actions',
    cell: (row) => (
      <span className="flex flex-wrap gap-2">
        <ActionButton
          action={save}
          fields={{ name: row.name, active: row.active ? 'no' : 'yes', contact: row.contact ?? '' }}
          label={row.active ? 'Set inactive' : 'Set active'}
        />
        {row.recordedAt === null ? null : (
          <ActionButton
            action={remove}
            fields={{ name: row.name }}
            label="Forget"
            danger
            confirm={{
              title: `Forget what is on record of ${row.name}`,
              text: 'Identities keep the name; it is taken to be active from then on.',
            }}
          />
        )}
      </span>
    ),
  }
}

function State({ row }: { row: OwnerRow }) {
  if (row.active) return <>active</>
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Badge className="border-line-strong">Inactive</Badge>
      {row.since === null ? null : (
        <span className="text-ink-3 text-xs">
          since <Time at={row.since} show="date" />
        </span>
      )}
    </span>
  )
}

function Missing() {
  return <span className="text-ink-3">—</span>
}
