import Link from 'next/link'
import type { Page } from '#lib/core/page.ts'
import { secondMs } from '#lib/core/time.ts'
import type { IdentityRow } from '#lib/data/identities/identity-row.ts'
import type { RotationRow } from '#lib/data/rotations/list-rotations.ts'
import type { RhythmRow } from '#lib/data/rotations/rhythm-row.ts'
import { ChartFrame } from '../charts/chart-frame.tsx'
import { TimelineChart, type TimelineEvent } from '../charts/timeline-chart.client.tsx'
import { RhythmFacts } from '../rotation/rhythm-facts.tsx'
import { percentText } from '../rotation/share-text.ts'
import { StepShares } from '../rotation/step-shares.tsx'
import { Section } from '../ui/card.tsx'
import { countText } from '../ui/count-link.tsx'
import { absoluteTime, Duration, durationText, Time } from '../ui/time.tsx'
import { Cell, SmallTable } from './small-table.tsx'

const head = [
  { label: 'Rotated' },
  { label: 'Endpoint' },
  { label: 'Age at rotation', align: 'right' },
  { label: 'Share of life', align: 'right' },
  { label: 'Life left', align: 'right' },
  { label: 'Key' },
  { label: 'New certificate', align: 'right' },
] as const

/** The newest steps that the table shows; the chart shows all that were read. */
const shown = 10

/** "History of rotations": how old certificates became, how much life was left, and whether the key changed. */
export function IdentityRotations({
  identity,
  rotations,
  rhythm,
  now,
}: {
  identity: Pick<IdentityRow, 'id' | 'rotation' | 'nextExpiryAt'>
  rotations: Page<RotationRow>
  rhythm: RhythmRow | null
  now: Date
}) {
  const all = `/rotation/history?identity=${identity.id}`
  return (
    <Section
      id="rotations"
      title="Rotation"
      note={
        identity.rotation === null ? undefined : (
          <>
            The next one {identity.rotation.overdue ? 'was' : 'is'} due{' '}
            <Time at={identity.rotation.dueAt} show="both" />, by {basisWords[identity.rotation.basis]}.
          </>
        )
      }
    >
      {rhythm === null ? null : <RhythmFacts rhythm={rhythm} />}
      {rotations.rows.length === 0 ? (
        <p className="text-ink-2">
          No rotation was seen yet: it takes two certificates, one after the other, at the same endpoint.
        </p>
      ) : (
        <>
          <div className="grid min-w-0 gap-3 lg:grid-cols-2">
            <Chart identity={identity} rotations={rotations} now={now} />
            <StepShares steps={rotations.rows} rhythm={rhythm} now={now} />
          </div>
          <SmallTable caption="Rotations, newest first" head={head}>
            {rotations.rows.slice(0, shown).map((step) => (
              <tr key={step.id} className="hover:bg-hover">
                <Cell>
                  <Time at={step.at} />
                </Cell>
                <Cell label="Endpoint" className="max-w-64">
                  <Link
                    href={`/endpoints/${step.endpointId}`}
                    prefetch={false}
                    title={step.endpoint}
                    className="block truncate hover:text-accent hover:underline"
                  >
                    <bdi>{step.endpoint}</bdi>
                  </Link>
                </Cell>
                <Cell label="Age at rotation" align="right">
                  <Duration ms={step.ageSeconds * secondMs} />
                </Cell>
                <Cell label="Share of life" align="right" className="nums">
                  {percentText(step.ageSeconds / Math.max(1, step.lifetimeSeconds))}
                </Cell>
                <Cell label="Life left" align="right" className={step.late ? 'font-medium text-critical-mark' : ''}>
                  {step.lifeLeftSeconds < 0 ? 'expired by ' : ''}
                  <Duration ms={Math.abs(step.lifeLeftSeconds) * secondMs} />
                  {step.late ? <span className="sr-only"> (late)</span> : null}
                </Cell>
                <Cell label="Key">
                  {step.keyKept ? <span className="font-medium text-high-fg">kept</span> : 'renewed'}
                </Cell>
                <Cell label="New certificate" align="right">
                  <Link
                    href={`/certificates/${step.nextSha256}`}
                    prefetch={false}
                    className="link font-mono text-xs"
                    title={step.nextSha256}
                  >
                    {step.nextSha256.slice(0, 12)}…
                  </Link>
                </Cell>
              </tr>
            ))}
          </SmallTable>
          <Link href={all} className="link w-fit text-sm">
            {rotations.total.count === 1
              ? 'The rotation in the history'
              : `All ${countText(rotations.total)} rotations`}
          </Link>
        </>
      )}
    </Section>
  )
}

const basisWords = {
  policy: "the policy's interval",
  rhythm: "the identity's own rhythm",
  'share of life': 'the share of life that may pass',
} as const

function Chart({ identity, rotations, now }: Omit<Parameters<typeof IdentityRotations>[0], 'rhythm'>) {
  const steps = rotations.rows
  const due = identity.rotation?.dueAt ?? null
  const events: TimelineEvent[] = steps.map((step) => ({
    lane: step.endpoint,
    at: step.at.toISOString(),
    text: `after ${durationText(step.ageSeconds * secondMs)}, key ${step.keyKept ? 'kept' : 'renewed'}${step.late ? ', late' : ''}`,
    href: `/certificates/${step.nextSha256}`,
    tone: step.late ? 'critical' : step.keyKept ? 'medium' : 'pass',
  }))
  const first = steps.reduce((least, { at }) => Math.min(least, at.getTime()), now.getTime())
  // A due date far off would press the history together.
  const last = Math.max(now.getTime(), Math.min(due?.getTime() ?? 0, now.getTime() + (now.getTime() - first) / 3))
  const margin = Math.max(60 * secondMs, (last - first) * 0.05)
  const kept = steps.filter(({ keyKept }) => keyKept).length
  const late = steps.filter((step) => step.late).length
  return (
    <ChartFrame
      title="When certificates were replaced"
      summary={`The newest ${steps.length}: ${kept} kept the key, ${late} came late.`}
      asOf={now}
      columns={['Rotated', 'Endpoint', 'Age', 'Life left', 'Key']}
      rows={steps.map((step) => ({
        label: `${absoluteTime(step.at, true)}, ${step.endpoint}`,
        values: [
          step.endpoint,
          durationText(step.ageSeconds * secondMs),
          durationText(step.lifeLeftSeconds * secondMs),
          step.keyKept ? 'kept' : 'renewed',
        ],
        href: `/certificates/${step.nextSha256}`,
      }))}
      legend={[
        { label: 'key renewed', tone: 'pass' },
        { label: 'key kept', tone: 'medium' },
        { label: 'late', tone: 'critical' },
      ]}
    >
      <TimelineChart
        events={events}
        from={new Date(first - margin).toISOString()}
        to={new Date(last + margin).toISOString()}
        now={now.toISOString()}
      />
    </ChartFrame>
  )
}
