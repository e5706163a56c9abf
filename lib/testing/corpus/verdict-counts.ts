import type { Verdict } from '#lib/checks/contract.ts'
import type { Severity } from '#lib/core/severity.ts'

export interface CountedVerdict {
  readonly checkId: string
  readonly outcome: Verdict['outcome']
  readonly severity?: Severity | null
}

/** Counts by check, and in it by outcome, failures by severity; as text that a person can review line by line. */
export function countVerdicts(verdicts: Iterable<CountedVerdict>): string {
  const counts = new Map<string, Map<string, number>>()
  for (const { checkId, outcome, severity } of verdicts) {
    const ofCheck = counts.get(checkId) ?? new Map<string, number>()
    const key = outcome === 'fail' && severity ? `fail ${severity}` : outcome
    ofCheck.set(key, (ofCheck.get(key) ?? 0) + 1)
    counts.set(checkId, ofCheck)
  }
  const byName = <Value>(map: ReadonlyMap<string, Value>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))
  const sorted = byName(counts).map(([checkId, ofCheck]) => [checkId, Object.fromEntries(byName(ofCheck))] as const)
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`
}
