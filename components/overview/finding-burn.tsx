import Link from 'next/link'
import type { FindingBurn as Burn, BurnColumn, BurnCount } from '#lib/data/reports/finding-burn.ts'
import { ChartFrame } from '../charts/chart-frame.tsx'
import { StackedBarsChart } from '../charts/stacked-bars-chart.client.tsx'
import { SeverityMark } from '../ui/severity-badge.tsx'
import { Panel } from './panel.tsx'

const series = [
  { key: 'came', label: 'Opened or came back', tone: 'accent' },
  { key: 'settled', label: 'Settled', tone: 'pass' },
  { key: 'overdue', label: 'Overdue at the end of the week', tone: 'high' },
] as const

const columns: readonly { readonly key: BurnColumn; readonly label: string }[] = [
  { key: 'overdue', label: 'Overdue' },
  { key: 'within-7-days', label: 'In 7 days' },
  { key: 'within-30-days', label: 'In 30 days' },
]

const href = ({ query }: BurnCount) => `/findings?${query}`

/** Open findings against their due dates, and whether they are settled faster than they come. */
export function FindingBurn({ burn }: { burn: Burn }) {
  return (
    <div className="grid gap-5 xl:grid-cols-12 [&>*]:min-w-0">
      <DueDates burn={burn} className="xl:col-span-4" />
      <div className="grid xl:col-span-8">
        <Weeks burn={burn} />
      </div>
    </div>
  )
}

function DueDates({ burn, className }: { burn: Burn; className: string }) {
  const { overdue } = burn.totals
  return (
    <Panel
      title="What is due"
      asOf={burn.asOf}
      className={className}
      note={
        <>
          <Link href={href(overdue)} className="link nums">
            {overdue.count.toLocaleString('en')} open findings
          </Link>{' '}
          {overdue.count === 1 ? 'is' : 'are'} past the day by which policy wants {overdue.count === 1 ? 'it' : 'them'}{' '}
          settled.
        </>
      }
    >
      <table className="w-full text-sm">
        <caption className="sr-only">Open findings by severity and due date</caption>
        <thead>
          <tr>
            <th scope="col" className="pb-1 text-left font-medium text-ink-3 text-xs">
              Severity
            </th>
            {columns.map(({ key, label }) => (
              <th key={key} scope="col" className="pb-1 pl-3 text-right font-medium text-ink-3 text-xs">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y border-t">
          {burn.severities.map(({ severity, due }) => (
            <tr key={severity}>
              <th scope="row" className="py-1.5 text-left font-normal">
                <SeverityMark severity={severity} label />
              </th>
              <Counts due={due} />
            </tr>
          ))}
          <tr>
            <th scope="row" className="py-1.5 text-left font-medium">
              All
            </th>
            <Counts due={burn.totals} />
          </tr>
        </tbody>
      </table>
    </Panel>
  )
}

function Counts({ due }: { due: Readonly<Record<BurnColumn, BurnCount>> }) {
  return columns.map(({ key, label }) => (
    <td key={key} className="py-1.5 pl-3 text-right">
      <Link
        href={href(due[key])}
        className={`nums hover:underline ${due[key].count === 0 ? 'text-ink-3' : key === 'overdue' ? 'font-semibold text-danger' : ''}`}
      >
        {due[key].count.toLocaleString('en')}
        <span className="sr-only"> findings: {label.toLowerCase()}</span>
      </Link>
    </td>
  ))
}

function Weeks({ burn: { weeks, asOf } }: { burn: Burn }) {
  const sum = (key: 'came' | 'settled') => weeks.reduce((total, week) => total + week[key].count, 0)
  const [came, settled] = [sum('came'), sum('settled')]
  const count = (value: number) => value.toLocaleString('en')
  return (
    <ChartFrame
      title="How it burns down"
      summary={`In ${weeks.length} weeks ${count(came)} findings opened or came back, ${count(settled)} were settled. Overdue at the end of the first week: ${count(weeks.at(0)?.overdue.count ?? 0)}; now: ${count(weeks.at(-1)?.overdue.count ?? 0)}, each week by the days that counted then.`}
      asOf={asOf}
      columns={['Week to', ...series.map(({ label }) => label)]}
      rows={weeks.map((week) => ({
        label: dayOf(week.until),
        values: series.map(({ key }) => week[key].count),
        hrefs: series.map(({ key }) => href(week[key])),
      }))}
      legend={series}
      empty={weeks.every((week) => series.every(({ key }) => week[key].count === 0))}
    >
      <StackedBarsChart
        beside
        height={220}
        series={series}
        data={weeks.map((week) => ({
          label: dayOf(week.until).slice(5),
          values: { came: week.came.count, settled: week.settled.count, overdue: week.overdue.count },
          hrefs: { came: href(week.came), settled: href(week.settled), overdue: href(week.overdue) },
        }))}
      />
    </ChartFrame>
  )
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}
