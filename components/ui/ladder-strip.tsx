import { type Rung, rungs } from '#lib/checks/contract.ts'
import { classNames } from './class-names.ts'

export const rungStates = ['pass', 'fail', 'not-expected', 'not-assessed'] as const

export type RungState = (typeof rungStates)[number]

export type Ladder = Readonly<Record<Rung, RungState>>

export const rungStateWords: Readonly<Record<RungState, string>> = {
  pass: 'pass',
  fail: 'fail',
  'not-expected': 'not expected',
  'not-assessed': 'not assessed',
}

/** What each rung asks. */
export const rungQuestions: Readonly<Record<Rung, string>> = {
  encrypted: 'Is the channel encrypted well?',
  trusted: 'Does a path to a named trust store exist?',
  bound: 'Does the certificate carry the identity that was meant?',
  current: 'Is it in date, unrevoked and rotated on time?',
  mutual: 'Is the client proven too?',
}

const cellLooks: Readonly<Record<RungState, string>> = {
  pass: 'bg-pass-mark text-surface',
  fail: 'bg-critical-mark text-surface',
  'not-expected': 'bg-sunken text-ink-3',
  'not-assessed': 'hatched border border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg',
}

const glyphs: Readonly<Record<RungState, string>> = {
  pass: 'm3 6.3 2.1 2.1L9 3.9',
  fail: 'm3.4 3.4 5.2 5.2m0-5.2L3.4 8.6',
  'not-expected': 'M4 6h4',
  'not-assessed': 'M4.6 4.6a1.5 1.5 0 1 1 2.1 1.5c-.5.2-.7.5-.7 1M6 9v.01',
}

/** Five cells between two rails, lowest rung at the left: one identity at a glance. Read out as one sentence. */
export function LadderStrip({ ladder, className }: { ladder: Ladder; className?: string }) {
  const text = rungs.map((rung) => `${rung} ${rungStateWords[ladder[rung]]}`).join(', ')
  return (
    <span
      role="img"
      aria-label={`Assurance ladder: ${text}`}
      title={text}
      className={classNames('inline-flex w-fit gap-0.5 border-line-strong border-y py-0.5', className)}
    >
      {rungs.map((rung) => (
        <RungCell key={rung} state={ladder[rung]} />
      ))}
    </span>
  )
}

/** One rung's cell, for legends and larger pictures of the ladder. Its text is the caller's. */
export function RungCell({ state, className }: { state: RungState; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames('grid h-4 w-5 place-items-center rounded-[2px]', cellLooks[state], className)}
    >
      <svg
        viewBox="0 0 12 12"
        aria-hidden="true"
        className="size-3"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d={glyphs[state]} />
      </svg>
    </span>
  )
}

/** The ladder of one identity with its questions: `notes` says why a rung stands as it does. */
export function LadderSteps({
  ladder,
  notes = {},
}: {
  ladder: Ladder
  notes?: Partial<Record<Rung, React.ReactNode>>
}) {
  return (
    <ol className="grid gap-2 sm:grid-cols-5">
      {rungs.map((rung, index) => (
        <li key={rung} className={classNames('flex flex-col', steps[index])}>
          <div className="flex flex-1 flex-col gap-1 rounded-md border bg-surface p-3">
            <RungCell state={ladder[rung]} className="h-2 w-full overflow-hidden [&_svg]:hidden" />
            <span className="mt-1 flex items-center gap-1.5 font-semibold capitalize">
              <RungCell state={ladder[rung]} />
              {rung}
            </span>
            <span
              className={classNames('font-medium text-ink-2 text-xs', ladder[rung] === 'fail' && 'text-critical-mark')}
            >
              {rungStateWords[ladder[rung]]}
            </span>
            <span className="text-ink-3 text-xs">{notes[rung] ?? rungQuestions[rung]}</span>
          </div>
        </li>
      ))}
    </ol>
  )
}

/** Each rung stands higher than the one before. */
const steps = ['sm:pt-12', 'sm:pt-9', 'sm:pt-6', 'sm:pt-3', ''] as const
