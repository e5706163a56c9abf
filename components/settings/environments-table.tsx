import type { EnvironmentSummary } from '#lib/data/environments/list-environment-summaries.ts'
import { filterToQuery } from '#lib/data/filter.ts'
import { Badge } from '../ui/badge.tsx'
import { CountLink } from '../ui/count-link.tsx'
import { Duration } from '../ui/time.tsx'
import { NameLink } from './name-link.tsx'
import { type PlainColumn, PlainTable } from './plain-table.tsx'

const columns: readonly PlainColumn<EnvironmentSummary>[] = [
  {
    header: 'Environment',
    cell: (row) => (
      <NameLink href={`/settings/environments/${row.id}`} name={row.name}>
        {row.production ? <Badge>production</Badge> : null}
      </NameLink>
    ),
  },
  {
    header: 'Identities',
    align: 'right',
    cell: (row) => (
      <CountLink
        count={row.identities}
        href={`/identities?${filterToQuery({ environment: [row.name] })}`}
        label="identities"
      />
    ),
  },
  {
    header: 'Trust store',
    className: '[overflow-wrap:anywhere]',
    cell: (row) => row.trustStoreName ?? <span className="text-ink-3">default</span>,
  },
  { header: 'mTLS', cell: (row) => row.policy.mtls ?? <Unset /> },
  { header: 'Rotate every', align: 'right', cell: (row) => <Length seconds={row.policy.rotationIntervalSeconds} /> },
  { header: 'Longest life', align: 'right', cell: (row) => <Length seconds={row.policy.maxValiditySeconds} /> },
  { header: 'Lowest protocol', cell: (row) => row.policy.minProtocol?.replace('v', ' ') ?? <Unset /> },
  { header: 'Scan every', align: 'right', cell: (row) => <Length seconds={row.policy.scanIntervalSeconds} /> },
]

export function EnvironmentsTable({ environments }: { environments: readonly EnvironmentSummary[] }) {
  return <PlainTable caption="Environments" columns={columns} rows={environments} />
}

function Length({ seconds }: { seconds: number | 'learned' | undefined }) {
  if (seconds === 'learned') return 'learned'
  return <Duration ms={seconds === undefined ? null : seconds * 1000} />
}

function Unset() {
  return <span className="text-ink-3">—</span>
}
