import { rotationSigns } from '#lib/checks/rotation-sign.ts'
import { filterToQuery } from '#lib/data/filter.ts'
import type { KeptKeys } from '#lib/data/rotations/count-kept-keys.ts'
import type { DueFilter } from '#lib/data/rotations/due-filter.ts'
import type { DueSummary as Summary } from '#lib/data/rotations/summarise-due.ts'
import { CountLink, countText, Stat } from '../ui/count-link.tsx'
import { Time } from '../ui/time.tsx'
import { signNotes, signWords, stateNotes, stateWords, worstFirst } from './due-words.ts'

/** Leaves by state, and identities by what findings say of their rotations; each count leads to exactly those. */
export function DueSummary({ summary, kept, filter }: { summary: Summary; kept: KeptKeys; filter: DueFilter }) {
  const { identity, environment, owner } = filter
  return (
    <div className="grid gap-3">
      <div className="grid grid-cols-2 gap-3 xl:grid-cols-4">
        {worstFirst.map((state) => (
          <Stat
            key={state}
            count={summary.states[state]}
            href={`/rotation?${filterToQuery(filter, { state: [state] })}`}
            label={`${stateWords[state]}: ${stateNotes[state]}`}
            note={
              <>
                as of <Time at={summary.asOf} />
              </>
            }
          />
        ))}
      </div>
      <ul className="flex flex-wrap gap-x-6 gap-y-1 text-ink-2 text-sm">
        {rotationSigns.map((sign) => (
          <li key={sign} title={signNotes[sign]}>
            {signWords[sign]}:{' '}
            <CountLink
              count={summary.signs[sign]}
              href={`/rotation/rhythm?${filterToQuery({ identity, environment, owner, sign: [sign] })}`}
              label={`identities: ${signNotes[sign]}`}
              className="link font-medium"
            />{' '}
            {countText(summary.signs[sign]) === '1' ? 'identity' : 'identities'}
          </li>
        ))}
        <li>
          Renewals that kept the key since <Time at={kept.since} show="date" />:{' '}
          <CountLink
            count={kept.count}
            href={`/rotation/history?${kept.query}`}
            label="renewals that kept the key"
            className="link font-medium"
          />
        </li>
      </ul>
    </div>
  )
}
