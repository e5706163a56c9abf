import type { CtLog } from '#lib/x509/transparency/ct-log.ts'
import { Badge } from '../ui/badge.tsx'
import { Hash } from '../ui/hash.tsx'
import { Time } from '../ui/time.tsx'
import { type PlainColumn, PlainTable } from './plain-table.tsx'

const columns: readonly PlainColumn<CtLog>[] = [
  {
    header: 'Log',
    className: '[overflow-wrap:anywhere]',
    cell: ({ name, tiled }) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        <bdi className="font-medium">{name}</bdi>
        {tiled ? <Badge title="It speaks the Static CT API">tiled</Badge> : null}
      </span>
    ),
  },
  { header: 'Operator', className: '[overflow-wrap:anywhere]', cell: ({ operator }) => <bdi>{operator}</bdi> },
  {
    header: 'State',
    cell: ({ state }) =>
      state === null ? (
        'not told'
      ) : (
        <span>
          {state.kind} since <Time at={new Date(state.since)} show="date" />
        </span>
      ),
  },
  {
    header: 'Certificates that end',
    cell: ({ interval }) =>
      interval === null ? (
        'at any time'
      ) : (
        <span>
          <Time at={new Date(interval.from)} show="date" /> to before <Time at={new Date(interval.until)} show="date" />
        </span>
      ),
  },
  { header: 'Log id', cell: ({ id }) => <Hash value={id} length={12} /> },
]

/** The logs of the list, whole: lists have some hundred. */
export function LogsTable({ logs }: { logs: readonly CtLog[] }) {
  return <PlainTable caption="CT logs" columns={columns} rows={logs} />
}
