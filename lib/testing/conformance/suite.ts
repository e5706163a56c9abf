/** What a case came to; `expected` and `actual` use the words of the suite. */
export interface CaseResult {
  readonly id: string
  readonly expected: string
  readonly actual: string
  readonly reason: string
  readonly ms: number
}

/** A suite reads the JSON of its file and runs its cases one after the other. */
export type Suite = (content: unknown) => Iterable<CaseResult>

export interface Judged {
  readonly actual: string
  readonly reason: string
}

/** Runs one case and times it. What throws is a result of its own, never the end of the run. */
export function runCase(id: string, expected: string, judge: () => Judged): CaseResult {
  const started = performance.now()
  const judged = attempt(judge)
  return { id, expected, ...judged, ms: Math.round((performance.now() - started) * 1000) / 1000 }
}

function attempt(judge: () => Judged): Judged {
  try {
    return judge()
  } catch (error) {
    return { actual: 'error', reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }
  }
}

export function skipped(reason: string): Judged {
  return { actual: 'skipped', reason }
}
