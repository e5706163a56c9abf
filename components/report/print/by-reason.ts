import { findCheck } from '#lib/checks/catalogue/index.ts'
import type { NotAssessedReason } from '#lib/data/compliance/not-assessed-reasons.ts'

export interface SilencedBy {
  readonly reason: string
  /** Of the checks, as `Certificate expired (3)`. */
  readonly titles: readonly string[]
  readonly count: number
}

/** The reasons why verdicts are missing, the most frequent first, each with the checks that it silenced. */
export function byReason(
  reasons: readonly NotAssessedReason[],
  titleOf: (checkId: string) => string = (checkId) => findCheck(checkId)?.title ?? checkId,
): SilencedBy[] {
  const found = new Map<string, { titles: string[]; count: number }>()
  for (const { checkId, reason, count } of reasons) {
    const entry = found.get(reason) ?? { titles: [], count: 0 }
    entry.titles.push(`${titleOf(checkId)} (${count})`)
    entry.count += count
    found.set(reason, entry)
  }
  return [...found].map(([reason, entry]) => ({ reason, ...entry })).toSorted((a, b) => b.count - a.count)
}
