import { dayMs } from '#lib/core/time.ts'
import type { DueRotation } from '#lib/data/reports/due-rotations.ts'
import { ChartFrame } from '../charts/chart-frame.tsx'
import { TimelineChart } from '../charts/timeline-chart.client.tsx'
import { absoluteTime } from '../ui/time.tsx'
import { dueTones, dueWords } from './due-words.ts'

/** Lanes that a reader can still follow; the table below has all. */
const mostLanes = 12

/** The next to rotate, one lane per identity, from what was due last month to the end of the horizon. */
export function DueTimeline({
  rows,
  now,
  horizonDays,
}: {
  rows: readonly DueRotation[]
  now: Date
  horizonDays: number
}) {
  const laneOf = (row: DueRotation) => row.identityName ?? row.endpointLabel
  const lanes = [...new Set(rows.map(laneOf))]
  const shown = new Set(lanes.slice(0, mostLanes))
  const events = rows.filter((row) => shown.has(laneOf(row)))
  const from = new Date(now.getTime() - 30 * dayMs)
  const late = rows.filter((row) => row.state !== 'due').length
  return (
    <ChartFrame
      title="Timeline of what is due"
      summary={`${late === 0 ? 'Nothing is late' : `${late.toLocaleString('en')} late`}; ${lanes.length > mostLanes ? `the first ${mostLanes} of ${lanes.length.toLocaleString('en')} identities are drawn` : `${lanes.length.toLocaleString('en')} identities`}.`}
      asOf={now}
      columns={['Identity', 'State', 'Due (UTC)']}
      rows={events.map((row) => ({
        label: `${laneOf(row)} · ${row.sha256.slice(0, 8)}`,
        values: [dueWords[row.state], absoluteTime(row.dueAt)],
        href: `/certificates/${row.sha256}`,
      }))}
      legend={[
        { label: 'Missed', tone: 'critical' },
        { label: 'Overdue', tone: 'high' },
        { label: 'Due', tone: 'accent' },
      ]}
      empty={rows.length === 0}
    >
      <TimelineChart
        from={from.toISOString()}
        to={new Date(now.getTime() + horizonDays * dayMs).toISOString()}
        now={now.toISOString()}
        events={events.map((row) => ({
          lane: laneOf(row),
          // What was due longer ago stands at the left edge.
          at: new Date(Math.max(row.dueAt.getTime(), from.getTime())).toISOString(),
          text: `${dueWords[row.state]}: ${absoluteTime(row.dueAt)}`,
          href: `/certificates/${row.sha256}`,
          tone: dueTones[row.state],
        }))}
      />
    </ChartFrame>
  )
}
