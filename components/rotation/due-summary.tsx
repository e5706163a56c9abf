import type { BoundedCount } from '#lib/core/page.ts'
import { filterToQuery } from '#lib/data/filter.ts'
import type { DueRotations } from '#lib/data/reports/due-rotations.ts'
import type { KeptKeys } from '#lib/data/rotations/count-kept-keys.ts'
import type { DueFilter } from '#lib/data/rotations/due-filter.ts'
import { Stat } from '../ui/count-link.tsx'
import { Time } from '../ui/time.tsx'
import { dueNotes, dueWords, worstFirst } from './due-words.ts'

/** Missed, overdue, due, and renewals that kept their key; each leads to exactly those. */
export function DueSummary({
  counts,
  kept,
  filter,
  asOf,
}: {
  counts: DueRotations['counts']
  kept: KeptKeys
  filter: DueFilter
  asOf: Date
}) {
  const keptCount: BoundedCount = kept.count
  return (
    <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
      {worstFirst.map((state) => (
        <Stat
          key={state}
          count={counts[state]}
          href={`/rotation?${filterToQuery({ ...filter, month: undefined, state: [state] })}`}
          label={`${dueWords[state]}: ${dueNotes[state]}`}
          note={
            <>
              as of <Time at={asOf} />
            </>
          }
        />
      ))}
      <Stat
        count={keptCount}
        href={`/rotation/history?${kept.query}`}
        label="Renewals that kept the key"
        note={
          <>
            since <Time at={kept.since} show="date" />, as of <Time at={asOf} />
          </>
        }
      />
    </div>
  )
}
