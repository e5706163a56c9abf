import Link from 'next/link'
import type { RotationAgeSummary } from '#lib/data/reports/rotation-age-summary.ts'
import type { RhythmRow } from '#lib/data/rotations/rhythm-row.ts'
import { BarsChart } from '../charts/bars-chart.client.tsx'
import { ChartFrame } from '../charts/chart-frame.tsx'
import { durationText } from '../ui/time.tsx'

const percent = (row: RhythmRow) => Math.round((100 * row.ageSeconds) / Math.max(1, row.allowedSeconds))
const age = (seconds: number) => durationText(seconds * 1000)

/** A bar that is longer than this would make the others unreadable; its text says so, and the true share. */
const longest = 300

/** How old the certificates of identities are, as a share of the age at which policy, rhythm or life want them renewed. */
export function RotationAges({ rotation, query }: { rotation: RotationAgeSummary; query: string }) {
  const { rows, identities, overdue, asOf } = rotation
  return (
    <ChartFrame
      title="Rotation age against policy"
      summary={
        <>
          <Link
            href={`/rotation/rhythm?${[query, 'state=overdue%2Cmissed'].filter(Boolean).join('&')}`}
            className="link nums"
          >
            {overdue.toLocaleString('en')}
          </Link>{' '}
          of{' '}
          <Link href={`/rotation/rhythm?${query}`} className="link nums">
            {identities.toLocaleString('en')} identities
          </Link>{' '}
          {overdue === 1 ? 'is' : 'are'} past the age at which a new certificate is due; the oldest by share are shown.
        </>
      }
      asOf={asOf}
      columns={['Identity', 'Age', 'Allowed', 'Share']}
      rows={rows.map((row) => ({
        label: row.name,
        values: [age(row.ageSeconds), age(row.allowedSeconds), `${percent(row).toLocaleString('en')} %`],
        href: `/identities/${row.id}`,
      }))}
      legend={[
        { label: 'Overdue', tone: 'high' },
        { label: 'Within what is allowed', tone: 'accent' },
      ]}
      empty={rows.length === 0}
    >
      <BarsChart
        labelWidth={160}
        mark={{ value: 100, label: 'due' }}
        data={rows.map((row) => ({
          label: shortName(row.name),
          value: Math.min(longest, percent(row)),
          text: `${percent(row).toLocaleString('en')} %${percent(row) > longest ? ' ⋯' : ''}`,
          href: `/identities/${row.id}`,
          tone: row.state === 'overdue' || row.state === 'missed' ? 'high' : 'accent',
        }))}
      />
    </ChartFrame>
  )
}

/** What tells names apart must not be cut off: SPIFFE IDs begin alike, DNS names end alike. */
function shortName(name: string): string {
  const plain = name.replace(/^spiffe:\/\//, '')
  if (plain.length <= 25) return plain
  return plain === name ? `${plain.slice(0, 18)}…${plain.slice(-6)}` : `…${plain.slice(-24)}`
}
