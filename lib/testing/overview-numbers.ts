import type { Overview } from '#lib/data/reports/overview.ts'

/** Lists that numbers of the overview lead to. */
export type NumberedList = 'identities' | 'findings' | 'certificates' | 'endpoints' | 'rotations' | 'verdicts'

export interface LinkedNumber {
  readonly list: NumberedList
  readonly count: number
  readonly query: string
}

interface Counted {
  readonly count: number | { readonly count: number }
  readonly query: string
}

/** Every number of the overview with the list behind its link. */
export function overviewNumbers(overview: Overview): LinkedNumber[] {
  const { ladder, timeline, expiries, severities, changes, failures, coverage, unassessed } = overview
  const { endpoints, reachable, unreachable, neverScanned, refusedByScope, stale, unbound } = coverage
  const of =
    (list: NumberedList) =>
    ({ count, query }: Counted): LinkedNumber => ({
      list,
      count: typeof count === 'number' ? count : count.count,
      query,
    })
  return [
    ...[
      ladder.identities,
      ...Object.values(ladder.proven),
      ...ladder.rungs.flatMap(({ states }) => Object.values(states)),
      changes.identities,
    ].map(of('identities')),
    ...[...timeline.buckets, { count: expiries.near, query: expiries.query }].map(of('certificates')),
    ...[
      { count: severities.total, query: severities.query },
      ...severities.severities.map(({ open, query }) => ({ count: open, query })),
      changes.opened,
      changes.resolved,
      changes.reopened,
      ...failures.identities.flatMap((one) => [{ count: one.total, query: one.query }, ...one.kinds]),
    ].map(of('findings')),
    ...[changes.rotations, changes.keptKeys].map(of('rotations')),
    ...[changes.endpoints, endpoints, reachable, unreachable, neverScanned, refusedByScope, stale, unbound].map(
      of('endpoints'),
    ),
    ...[{ count: unassessed.total, query: unassessed.query }, ...unassessed.reasons].map(of('verdicts')),
  ]
}
