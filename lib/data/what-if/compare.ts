import type { TrialVerdict } from '#lib/x509/path/estate-ways.ts'
import { Counter } from './counter.ts'
import type { EstateVerdicts } from './judge-estate.ts'
import type { ServedChain } from './served-chain.ts'

/** What a change may make of a chain. */
export const turns = ['broken', 'mended', 'rerouted', 'kept'] as const
export type Turn = (typeof turns)[number]

export interface Comparison extends Readonly<Record<Turn, Counter>> {
  readonly trustedBefore: number
  readonly trustedAfter: number
}

/** What becomes of each chain from one set of verdicts to the other. */
export function compareVerdicts(
  chains: readonly ServedChain[],
  before: EstateVerdicts,
  after: EstateVerdicts,
): Comparison {
  const counters = { broken: new Counter(), mended: new Counter(), rerouted: new Counter(), kept: new Counter() }
  const turnsOf = memoized(turnsBetween)
  let [trustedBefore, trustedAfter] = [0, 0]
  for (const [index, chain] of chains.entries()) {
    const [one, other] = [before[index], after[index]]
    if (!one || !other) continue
    if (one.trusted) trustedBefore += 1
    if (other.trusted) trustedAfter += 1
    for (const turn of turnsOf(one, other)) counters[turn].add({ chain, before: one, after: other })
  }
  return { trustedBefore, trustedAfter, ...counters }
}

/**
 * broken, mended: trusted before and not after, and the other way round. Trusted both times: rerouted by another path
 * than the one that counted; kept where a path is gone, by whatever key, and another stands.
 */
function turnsBetween(before: TrialVerdict, after: TrialVerdict): readonly Turn[] {
  if (before.trusted !== after.trusted) return [before.trusted ? 'broken' : 'mended']
  if (!before.trusted) return []
  return [
    ...(before.path.join() === after.path.join() ? [] : (['rerouted'] as const)),
    ...([...before.keys].every((key) => after.keys.has(key)) ? [] : (['kept'] as const)),
  ]
}

/** Thousands of chains share one verdict: each pair is compared once. */
function memoized(compare: typeof turnsBetween): typeof turnsBetween {
  const known = new Map<TrialVerdict, Map<TrialVerdict, readonly Turn[]>>()
  return (before, after) => {
    const byAfter = known.get(before) ?? new Map<TrialVerdict, readonly Turn[]>()
    known.set(before, byAfter)
    const found = byAfter.get(after) ?? compare(before, after)
    byAfter.set(after, found)
    return found
  }
}
