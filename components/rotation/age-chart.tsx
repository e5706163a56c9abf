import type { RotationAges } from '#lib/data/reports/rotation-age.ts'
import { ChartFrame } from '../charts/chart-frame.tsx'
import { AgeScatterChart } from '../charts/scatter-chart.client.tsx'
import { durationText } from '../ui/time.tsx'

/** Points that can still be told apart, the most overdue; the table has all. */
const mostPoints = 300

export function AgeChart({ ages }: { ages: RotationAges }) {
  const points = ages.rows.slice(0, mostPoints)
  const overdue = ages.rows.filter((row) => row.overdue).length
  return (
    <ChartFrame
      title="Age against what is allowed"
      summary={`${overdue.toLocaleString('en')} of ${ages.rows.length.toLocaleString('en')} identities are over their age${ages.rows.length > mostPoints ? `; the first ${mostPoints} are drawn` : ''}.`}
      asOf={ages.asOf}
      columns={['Identity', 'Age', 'Allowed']}
      rows={points.map((row) => ({
        label: row.name,
        values: [durationText(row.ageSeconds * 1000), durationText(row.allowedSeconds * 1000)],
        href: `/identities/${row.identityId}`,
      }))}
      legend={[
        { label: 'Overdue', tone: 'high' },
        { label: 'In time', tone: 'accent' },
      ]}
      empty={points.length === 0}
    >
      <AgeScatterChart
        data={points.map((row) => ({
          label: row.name,
          ageMs: row.ageSeconds * 1000,
          allowedMs: row.allowedSeconds * 1000,
          href: `/identities/${row.identityId}`,
          tone: row.overdue ? 'high' : 'accent',
        }))}
      />
    </ChartFrame>
  )
}
