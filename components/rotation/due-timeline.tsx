import { dayMs, hourMs } from '#lib/core/time.ts'
import type { DueRow } from '#lib/data/rotations/list-due.ts'
import { ChartFrame } from '../charts/chart-frame.tsx'
import { TimelineChart } from '../charts/timeline-chart.client.tsx'
import { absoluteTime, durationText } from '../ui/time.tsx'
import { stateTones, stateWords, worstFirst } from './due-words.ts'

/** Lanes that a reader can still follow; the table below has all. */
export const mostLanes = 8

/** The next to rotate, one chart for each class of lives: minutes and months share no axis. */
export function DueTimelines({ classes, now }: { classes: readonly (readonly DueRow[])[]; now: Date }) {
  return (
    <div className={`min-w-0 gap-3 *:mb-3 *:break-inside-avoid ${classes.length > 1 ? 'xl:columns-2' : ''}`}>
      {classes.map((rows) => (
        <Timeline key={rows[0]?.id} rows={rows} now={now} />
      ))}
    </div>
  )
}

function Timeline({ rows, now }: { rows: readonly DueRow[]; now: Date }) {
  const { from, to } = spanOf(rows, now)
  const late = rows.filter(({ dueAt }) => dueAt <= now).length
  const states = new Set(rows.map(({ state }) => state))
  const lives = rows.map(({ notBefore, notAfter }) => notAfter.getTime() - notBefore.getTime() + 1000)
  return (
    <ChartFrame
      title={`What is due next, ${lifeWords(Math.min(...lives), Math.max(...lives))}`}
      summary={`The first ${rows.length}, ${late === 0 ? 'none of them late' : `${late} late`}; from ${durationText(now.getTime() - from)} ago to ${durationText(to - now.getTime())} from now.`}
      asOf={now}
      columns={['Identity', 'State', 'Due (UTC)']}
      rows={rows.map((row) => ({
        label: `${laneOf(row)} · ${row.sha256.slice(0, 8)}`,
        values: [stateWords[row.state], absoluteTime(row.dueAt, true)],
        href: `/certificates/${row.sha256}`,
      }))}
      legend={worstFirst
        .filter((state) => states.has(state))
        .map((state) => ({ label: stateWords[state], tone: stateTones[state] }))}
      empty={rows.length === 0}
    >
      <TimelineChart
        from={new Date(from).toISOString()}
        to={new Date(to).toISOString()}
        now={now.toISOString()}
        events={rows.map((row) => ({
          lane: laneOf(row),
          // What was due longer ago stands at the left edge.
          at: new Date(Math.max(row.dueAt.getTime(), from)).toISOString(),
          text: `${stateWords[row.state]}: ${absoluteTime(row.dueAt, true)}`,
          href: `/certificates/${row.sha256}`,
          tone: stateTones[row.state],
        }))}
      />
    </ChartFrame>
  )
}

/** As far as the dates reach, and at least a third of it into the past for what is late. */
function spanOf(rows: readonly DueRow[], now: Date): { readonly from: number; readonly to: number } {
  const shortest = Math.min(...rows.map(({ notBefore, notAfter }) => notAfter.getTime() - notBefore.getTime()))
  const ahead = Math.max(shortest / 2, ...rows.map(({ dueAt }) => dueAt.getTime() - now.getTime()))
  return { from: now.getTime() - ahead / 3, to: now.getTime() + ahead * 1.05 }
}

/** What tells names apart must not be cut off: SPIFFE IDs begin alike, DNS names end alike but for a port. */
function laneOf(row: DueRow): string {
  const name = row.identityName ?? row.endpoint
  const plain = name.replace(/^spiffe:\/\//, '')
  if (plain.length <= 21) return plain
  return plain === name ? `${plain.slice(0, 14)}…${plain.slice(-6)}` : `…${plain.slice(-20)}`
}

function lifeWords(shortest: number, longest: number): string {
  const unit = longest <= 2 * dayMs ? hourMs : dayMs
  const round = (ms: number) => Math.max(1, Math.round(ms / unit)).toLocaleString('en')
  const name = unit === hourMs ? 'hours' : 'days'
  const [least, most] = [round(shortest), round(longest)]
  return least === most
    ? `lives of ${least} ${least === '1' ? name.slice(0, -1) : name}`
    : `lives of ${least} to ${most} ${name}`
}
