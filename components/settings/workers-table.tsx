import type { WorkerRow } from '#lib/data/sites/list-site-workers.ts'
import { Badge } from '../ui/badge.tsx'
import { Time } from '../ui/time.tsx'
import { type PlainColumn, PlainTable } from './plain-table.tsx'

const looks = {
  alive: 'bg-pass-bg text-pass-fg',
  silent: 'border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg',
  stopped: undefined,
} as const

const columns: readonly PlainColumn<WorkerRow>[] = [
  {
    header: 'Worker',
    className: '[overflow-wrap:anywhere]',
    cell: (worker) => (
      <span className="font-medium">
        {worker.hostname}, process {worker.pid}
      </span>
    ),
  },
  { header: 'State', cell: (worker) => <Badge className={looks[worker.state]}>{worker.state}</Badge> },
  { header: 'Heartbeat', align: 'right', cell: (worker) => <Time at={worker.heartbeatAt} /> },
  { header: 'Started', align: 'right', cell: (worker) => <Time at={worker.startedAt} /> },
  { header: 'Version', cell: (worker) => worker.version },
]

export function WorkersTable({ workers }: { workers: readonly WorkerRow[] }) {
  return <PlainTable caption="Workers" columns={columns} rows={workers} />
}
