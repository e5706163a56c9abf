import type { VerdictCount } from '#lib/compliance/assess.ts'
import type { ReportSummary, VerdictRow } from '#lib/compliance/report-snapshot.ts'

/** Counts of the verdicts as they pass by, in the order of their part: what a summary says is what its rows say. */
export class VerdictTally {
  readonly #counts = new Map<string, { readonly outcome: VerdictRow['outcome']; count: number; affected: number }>()
  readonly #reasons = new Map<string, { readonly checkId: string; readonly reason: string; count: number }>()
  /** Of the check and outcome that pass by now. */
  #identities = new Map<string, Set<string>>()
  #checkId = ''

  add({ checkId, outcome, identity, reason }: VerdictRow): void {
    if (checkId !== this.#checkId) this.#identities = new Map()
    this.#checkId = checkId
    const counted = getOrAdd(this.#counts, `${checkId} ${outcome}`, () => ({ outcome, count: 0, affected: 0 }))
    counted.count += 1
    const identities = getOrAdd(this.#identities, outcome, () => new Set<string>())
    if (identity !== null && !identities.has(identity.id)) {
      identities.add(identity.id)
      counted.affected += 1
    }
    if (outcome !== 'not-assessed') return
    const words = reason ?? 'no reason was given'
    getOrAdd(this.#reasons, `${checkId} ${words}`, () => ({ checkId, reason: words, count: 0 })).count += 1
  }

  get counts(): VerdictCount[] {
    return [...this.#counts].map(([key, counted]) => ({ checkId: key.slice(0, key.indexOf(' ')), ...counted }))
  }

  count(checkId: string, outcome: VerdictRow['outcome']): number {
    return this.#counts.get(`${checkId} ${outcome}`)?.count ?? 0
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, { count }) => sum + count, 0)
  }

  /** Most frequent first. */
  get notAssessed(): ReportSummary['notAssessed'] {
    return [...this.#reasons.values()].toSorted(
      (one, other) =>
        other.count - one.count || compare(one.checkId, other.checkId) || compare(one.reason, other.reason),
    )
  }
}

function getOrAdd<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}
