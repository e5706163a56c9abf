import type { RotationAgeSummary } from '#lib/data/rotations/summarise-ages.ts'
import { ChartFrame } from '../charts/chart-frame.tsx'
import { AgeScatterChart } from '../charts/scatter-chart.client.tsx'
import { durationText } from '../ui/time.tsx'

/** Points that can still be told apart, the most overdue; the table has all. */
export const mostPoints = 300

export function AgeChart({ ages }: { ages: RotationAgeSummary }) {
  const { rows, identities, overdue } = ages
  return (
    <ChartFrame
      title="Age against what is allowed"
      summary={`${overdue.toLocaleString('en')} of ${identities.toLocaleString('en')} identities are over their age${identities > rows.length ? `; the first ${rows.length} by share are drawn` : ''}.`}
      asOf={ages.asOf}
      columns={['Identity', 'Age', 'Allowed']}
      rows={rows.map((row) => ({
        label: row.name,
        values: [durationText(row.ageSeconds * 1000), durationText(row.allowedSeconds * 1000)],
        href: `/identities/${row.id}`,
      }))}
      legend={[
        { label: 'Overdue', tone: 'high' },
        { label: 'In time', tone: 'accent' },
      ]}
      empty={rows.length === 0}
    >
      <AgeScatterChart
        data={rows.map((row) => ({
          label: row.name,
          ageMs: row.ageSeconds * 1000,
          allowedMs: row.allowedSeconds * 1000,
          href: `/identities/${row.id}`,
          tone: row.state === 'overdue' || row.state === 'missed' ? 'high' : 'accent',
        }))}
      />
    </ChartFrame>
  )
}
