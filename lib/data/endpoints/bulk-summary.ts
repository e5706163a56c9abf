import type { BulkResult } from './bulk-change-endpoints.ts'

/** A bulk action's result for people: what did not go through is named. */
export interface BulkSummary {
  readonly counts: BulkResult['counts']
  readonly scanIds: readonly string[]
  /** The first hundred that were not changed, and why. */
  readonly failures: readonly { readonly id: string; readonly name: string; readonly problem: string }[]
}

const most = 100

export function summariseBulk({ counts, items, scanIds }: BulkResult): BulkSummary {
  const failed = items.filter(({ outcome }) => outcome === 'refused' || outcome === 'not-found')
  const failures = failed.slice(0, most).map(({ id, label, problem }) => ({
    id,
    name: label ?? id,
    problem: problem ?? 'It is not there any more.',
  }))
  return { counts, scanIds, failures }
}
