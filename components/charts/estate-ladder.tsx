import Link from 'next/link'
import { type Rung, rungs } from '#lib/checks/contract.ts'
import { classNames } from '../ui/class-names.ts'
import { RungCell, type RungState, rungQuestions, rungStates, rungStateWords } from '../ui/ladder-strip.tsx'
import { Time } from '../ui/time.tsx'

export interface EstateRung {
  readonly rung: Rung
  /** Identities by how this rung stands. */
  readonly counts: Readonly<Record<RungState, number>>
  /** To exactly these identities. */
  readonly hrefs: Readonly<Record<RungState, string>>
}

const looks: Readonly<Record<RungState, string>> = {
  pass: 'bg-pass-mark',
  fail: 'bg-critical-mark',
  'not-assessed': 'hatched border border-dashed border-unknown-mark bg-unknown-bg',
  'not-expected': 'bg-line',
}

const order = ['pass', 'fail', 'not-assessed', 'not-expected'] as const satisfies readonly RungState[]

/** The estate on its ladder: five steps, each higher than the last, each number a link. Needs no scripts. */
export function EstateLadder({ estate, asOf }: { estate: readonly EstateRung[]; asOf: Date | null }) {
  return (
    <figure className="grid gap-4 rounded-lg border bg-surface p-4 sm:p-5">
      <figcaption className="flex flex-wrap items-end justify-between gap-2">
        <div>
          <h2 className="font-semibold text-base tracking-tight">Assurance ladder</h2>
          <p className="text-ink-2 text-xs">
            How many identities hold on each rung, from an encrypted channel to a proven peer.
          </p>
        </div>
        <Legend />
      </figcaption>
      <ol className="grid gap-4 sm:grid-cols-5 sm:gap-0">
        {rungs.map((rung, index) => {
          const datum = estate.find((one) => one.rung === rung)
          return datum === undefined ? null : <Step key={rung} datum={datum} index={index} />
        })}
      </ol>
      {asOf === null ? null : (
        <p className="text-ink-3 text-xs">
          As of <Time at={asOf} />
        </p>
      )}
    </figure>
  )
}

function Step({ datum, index }: { datum: EstateRung; index: number }) {
  const { counts, hrefs, rung } = datum
  const total = rungStates.reduce((sum, state) => sum + counts[state], 0)
  const expected = total - counts['not-expected']
  return (
    <li className={classNames('flex flex-col gap-2', lifts[index])}>
      <div className="flex h-3 overflow-hidden sm:h-4" aria-hidden="true">
        {order.map((state) =>
          counts[state] === 0 ? null : (
            <span key={state} className={classNames('min-w-1', looks[state])} style={{ flexGrow: counts[state] }} />
          ),
        )}
        {total === 0 ? <span className={classNames('w-full', looks['not-assessed'])} /> : null}
      </div>
      <div className="grid flex-1 content-start gap-1 sm:-mt-2 sm:border-line-strong sm:border-l sm:px-3 sm:pt-2">
        <h3 className="font-semibold capitalize">{rung}</h3>
        <p className="nums leading-none">
          <Link href={hrefs.pass} className="font-semibold text-2xl tracking-tight hover:underline">
            {counts.pass.toLocaleString('en')}
            <span className="sr-only"> identities pass the rung {rung}</span>
          </Link>
          <span className="text-ink-3 text-xs"> of {expected.toLocaleString('en')}</span>
        </p>
        <ul className="grid text-xs">
          {order
            .filter((state) => state !== 'pass')
            .map((state) => (
              <li key={state}>
                <Link
                  href={hrefs[state]}
                  className={classNames(
                    'nums hover:underline',
                    counts[state] === 0
                      ? 'text-ink-3'
                      : state === 'fail'
                        ? 'font-medium text-critical-mark'
                        : 'text-ink-2',
                  )}
                >
                  {counts[state].toLocaleString('en')} {rungStateWords[state]}
                  <span className="sr-only"> on the rung {rung}</span>
                </Link>
              </li>
            ))}
        </ul>
        <p className="text-ink-3 text-xs">{rungQuestions[rung]}</p>
      </div>
    </li>
  )
}

function Legend() {
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1 text-ink-2 text-xs">
      {order.map((state) => (
        <li key={state} className="flex items-center gap-1.5">
          <RungCell state={state} />
          {rungStateWords[state]}
        </li>
      ))}
    </ul>
  )
}

/** Each rung stands higher than the one before. */
const lifts = ['sm:pt-16', 'sm:pt-12', 'sm:pt-8', 'sm:pt-4', ''] as const
