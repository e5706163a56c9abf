import { dayMs } from '#lib/core/time.ts'
import type { ExpiryBucket, ExpiryTimeline } from '#lib/data/reports/expiry-timeline.ts'
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
        data={timeline.buckets.map((bucket) => {
          const { count, expired: over, query } = bucket
          const key = over ? 'expired' : 'ahead'
          return { label: tickText(bucket, timeline.asOf), values: { [key]: count }, hrefs: { [key]: href(query) } }
        })}
        series={series}
      />
    </ChartFrame>
  )
}

/** Narrow enough for all to stand under their bars; the table has the words. */
function tickText({ expired, to }: ExpiryBucket, now: Date): string {
  if (expired) return 'expired'
  const days = to === null ? null : Math.round((to.getTime() - now.getTime()) / dayMs)
  if (days === null) return '>1 y'
  return days >= 365 ? '≤1 y' : `≤${days} d`
}
