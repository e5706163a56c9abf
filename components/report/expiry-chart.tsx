import type { ExpiryTimeline } from '#lib/data/reports/expiry-timeline.ts'
import { ChartFrame } from '../charts/chart-frame.tsx'
import { StackedBarsChart } from '../charts/stacked-bars-chart.client.tsx'

const series = [
  { key: 'expired', label: 'Expired, and still served', tone: 'critical' },
  { key: 'ahead', label: 'Expires', tone: 'accent' },
] as const

/** When the leaves in service expire; each bar leads to its certificates. */
export function ExpiryChart({ timeline }: { timeline: ExpiryTimeline }) {
  const href = (query: string) => `/certificates?${query}`
  const expired = timeline.buckets.filter((bucket) => bucket.expired).reduce((sum, { count }) => sum + count, 0)
  const week = timeline.buckets.slice(0, 3).reduce((sum, { count }) => sum + count, 0) - expired
  return (
    <ChartFrame
      title="What breaks next"
      summary={`Of ${timeline.total.toLocaleString('en')} leaf certificates in service, ${expired.toLocaleString('en')} ${expired === 1 ? 'has' : 'have'} expired and ${week.toLocaleString('en')} expire within 7 days.`}
      asOf={timeline.asOf}
      columns={['Expires in', 'Certificates']}
      rows={timeline.buckets.map(({ label, count, query }) => ({ label, values: [count], href: href(query) }))}
      legend={series}
      empty={timeline.total === 0}
    >
      <StackedBarsChart
        height={200}
        today="expired"
        data={timeline.buckets.map(({ label, count, expired: over, query }) => {
          const key = over ? 'expired' : 'ahead'
          return { label, values: { [key]: count }, hrefs: { [key]: href(query) } }
        })}
        series={series}
      />
    </ChartFrame>
  )
}
