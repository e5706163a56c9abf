import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Counted } from '#lib/data/what-if/answer.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { type PlainColumn, PlainTable } from '../settings/plain-table.tsx'

interface TallyRow {
  readonly id: string
  readonly name: ReactNode
  readonly chains: number
  readonly endpoints: number
  readonly identities: number
  readonly certificates: number
}

const numbers = ['endpoints', 'identities', 'certificates', 'chains'] as const

function columns(header: string, shown: readonly (typeof numbers)[number][]): readonly PlainColumn<TallyRow>[] {
  return [
    { header, className: 'py-1.5', cell: ({ name }) => name },
    ...shown.map(
      (key): PlainColumn<TallyRow> => ({
        header: `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`,
        align: 'right',
        cell: (row) => row[key].toLocaleString('en'),
      }),
    ),
  ]
}

/** How many of each environment. */
export function EnvironmentTallies({ counted }: { counted: Counted }) {
  const rows = counted.environments.map(
    ({ id, name, ...tally }): TallyRow => ({
      id: id ?? 'none',
      name: id === null ? <span className="text-ink-3">no environment</span> : escapeUnsafe(name ?? id),
      ...tally,
    }),
  )
  return <PlainTable caption="By environment" columns={columns('Environment', numbers)} rows={rows} />
}

const mostShown = 50

/** How many of each identity, the most endpoints first. */
export function IdentityTallies({ counted }: { counted: Counted }) {
  const rows = counted.byIdentity.slice(0, mostShown).map(
    ({ id, name, environment, ...tally }): TallyRow => ({
      id,
      name: (
        <span className="grid gap-0.5">
          <Link href={`/identities/${id}`} prefetch={false} className="link [overflow-wrap:anywhere]">
            <bdi>{escapeUnsafe(name)}</bdi>
          </Link>
          {environment === null ? null : <span className="text-ink-3 text-xs">{escapeUnsafe(environment)}</span>}
        </span>
      ),
      ...tally,
    }),
  )
  return (
    <div className="grid gap-1">
      <PlainTable
        caption="By identity"
        columns={columns('Identity', ['endpoints', 'certificates', 'chains'])}
        rows={rows}
      />
      {counted.identities > rows.length ? (
        <p className="text-ink-3 text-xs">
          The {rows.length} with the most endpoints, of {counted.identities.toLocaleString('en')}.
        </p>
      ) : null}
    </div>
  )
}
