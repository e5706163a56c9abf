import type { ReadinessStep, ReadinessSummary as Summary } from '#lib/data/rotations/summarise-readiness.ts'
import { Card } from '../ui/card.tsx'
import { CountLink } from '../ui/count-link.tsx'
import { Time } from '../ui/time.tsx'
import { readinessTones, readinessWords } from './readiness-words.ts'

const bars = {
  pass: 'bg-pass-mark',
  high: 'bg-high-mark',
  unknown: 'hatched border border-unknown-mark border-dashed',
} as const

/** How many identities would hold each of the coming lives; every count leads to exactly those. */
export function ReadinessSummary({ summary, now }: { summary: Summary; now: Date }) {
  return (
    <div className="grid gap-3 md:grid-cols-2 xl:grid-cols-4">
      {summary.steps.map((step) => (
        <Step key={step.days ?? 'policy'} step={step} now={now} />
      ))}
    </div>
  )
}

function Step({ step, now }: { step: ReadinessStep; now: Date }) {
  const total = step.counts.reduce((sum, { count }) => sum + count, 0)
  return (
    <Card className="grid content-start gap-2">
      <h2 className="font-semibold tracking-tight">{step.days === null ? 'Own policy' : `${step.days} days`}</h2>
      <p className="text-ink-3 text-xs">
        {step.from === null ? (
          'Private certificates: the interval or longest life that their policy names'
        ) : (
          <>
            Public certificates issued from <Time at={step.from} show="date" /> on
            {step.from <= now ? ': the limit of today' : ''}
          </>
        )}
      </p>
      {total === 0 ? (
        <p className="text-ink-3 text-sm">No identity answers to this limit.</p>
      ) : (
        <>
          <span aria-hidden="true" className="flex h-2 gap-0.5 overflow-hidden rounded-full">
            {step.counts
              .filter(({ count }) => count > 0)
              .map(({ state, count }) => (
                <span key={state} className={toneBar(state)} style={{ flexGrow: count }} />
              ))}
          </span>
          <ul className="grid gap-0.5 text-sm">
            {step.counts.map(({ state, count, query }) => (
              <li key={state} className="flex items-baseline justify-between gap-2">
                <span className="text-ink-2">{readinessWords[state]}</span>
                <CountLink
                  count={count}
                  href={`/rotation/readiness?${query}`}
                  label={`identities: ${readinessWords[state]}`}
                  className="link font-medium"
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}

function toneBar(state: keyof typeof readinessTones): string {
  const tone = readinessTones[state]
  return tone === 'pass' || tone === 'high' ? bars[tone] : bars.unknown
}
