import { exceptionFor } from './exceptions.ts'
import type { CaseResult, Suite } from './suite.ts'

export interface SuiteSummary {
  readonly suite: string
  readonly right: number
  readonly wrong: number
  readonly skipped: number
  /** Those of the wrong ones that stand in the list of exceptions. */
  readonly excepted: number
  readonly slowest: string
  readonly slowestMs: number
}

/** Runs all cases of one file; `told` gets each as it comes. */
export function runSuite(
  name: string,
  suite: Suite,
  content: unknown,
  told: (result: CaseResult, exception: string | null) => void,
): SuiteSummary {
  let [right, wrong, skipped, excepted, slowestMs, slowest] = [0, 0, 0, 0, 0, '']
  for (const result of suite(content)) {
    const isRight = result.actual === result.expected
    const isSkipped = result.actual === 'skipped'
    const exception = isRight || isSkipped ? null : exceptionFor(name, result)
    if (isSkipped) skipped += 1
    else if (isRight) right += 1
    else wrong += 1
    if (exception !== null) excepted += 1
    if (result.ms > slowestMs) [slowest, slowestMs] = [result.id, result.ms]
    told(result, exception)
  }
  return { suite: name, right, wrong, skipped, excepted, slowest, slowestMs }
}
