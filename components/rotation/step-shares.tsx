import { secondMs } from '#lib/core/time.ts'
import type { RotationRow } from '#lib/data/rotations/list-rotations.ts'
import type { RhythmRow } from '#lib/data/rotations/rhythm-row.ts'
import { BarsChart } from '../charts/bars-chart.client.tsx'
import { ChartFrame } from '../charts/chart-frame.tsx'
import { absoluteTime, durationText } from '../ui/time.tsx'
import { percentText, rhythmText } from './share-text.ts'

/** Bars that can still be told apart. */
const mostBars = 10

const shortLifeSeconds = 7 * 86_400

/** A bar that is longer than this would make the others unreadable; its text says so. */
const longestPercent = 150

/** After which share of the life each certificate was replaced: lives of any length on one axis. */
export function StepShares({
  steps,
  rhythm,
  now,
}: {
  steps: readonly RotationRow[]
  rhythm: RhythmRow | null
  now: Date
}) {
  const shown = steps.slice(0, mostBars)
  const share = (step: RotationRow) => step.ageSeconds / Math.max(1, step.lifetimeSeconds)
  const usual =
    rhythm === null || rhythm.typicalShare === null
      ? 'too few were measured to call it a rhythm'
      : `usually at ${rhythmText(rhythm.typicalShare, rhythm.spreadShare)}`
  return (
    <ChartFrame
      title="How far into its life each one was replaced"
      summary={`The newest ${shown.length}; ${usual}.`}
      asOf={now}
      columns={['Rotated', 'Share of the life', 'Age', 'Life']}
      rows={shown.map((step) => ({
        label: `${absoluteTime(step.at, true)}, ${step.nextSha256.slice(0, 8)}`,
        values: [
          percentText(share(step)),
          durationText(step.ageSeconds * secondMs),
          durationText(step.lifetimeSeconds * secondMs),
        ],
        href: `/certificates/${step.nextSha256}`,
      }))}
      legend={[
        { label: 'in good time', tone: 'accent' },
        { label: 'late', tone: 'critical' },
      ]}
    >
      <BarsChart
        labelWidth={130}
        mark={{ value: 100, label: 'end of life' }}
        data={shown.map((step) => ({
          // The hash tells steps of one day or minute apart.
          label: `${stepText(step)} ${step.nextSha256.slice(0, 4)}`,
          value: Math.min(longestPercent, Math.round(100 * share(step))),
          text: `${percentText(share(step))}${100 * share(step) > longestPercent ? ' ⋯' : ''}`,
          href: `/certificates/${step.nextSha256}`,
          tone: step.late ? 'critical' : 'accent',
        }))}
      />
    </ChartFrame>
  )
}

/** The day of a step; of short lives the minute, too. */
function stepText({ at, lifetimeSeconds }: RotationRow): string {
  const iso = at.toISOString()
  return lifetimeSeconds > shortLifeSeconds ? iso.slice(0, 10) : iso.slice(5, 16).replace('T', ' ')
}
