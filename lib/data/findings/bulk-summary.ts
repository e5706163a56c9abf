import type { Principal } from '#lib/core/principal.ts'
import type { BulkResult } from './bulk-change-findings.ts'
import { nameFindings } from './name-findings.ts'

/** A bulk action's result for people: what did not go through is named. */
export interface BulkSummary {
  readonly counts: BulkResult['counts']
  /** The first hundred that were not changed, and why. */
  readonly failures: readonly { readonly id: string; readonly name: string; readonly problem: string }[]
}

const most = 100

export async function summariseBulk(principal: Principal, { counts, items }: BulkResult): Promise<BulkSummary> {
  const fine = new Set(['changed', 'proposed', 'unchanged'])
  const failed = items.filter(({ outcome }) => !fine.has(outcome)).slice(0, most)
  const names = await nameFindings(
    principal,
    failed.map(({ id }) => id),
  )
  const failures = failed.map((item) => {
    const named = names.get(item.id)
    return {
      id: item.id,
      name: named === undefined ? item.id : `${named.title}: ${named.subjectName}`,
      problem: 'problem' in item ? item.problem : 'It is not there any more.',
    }
  })
  return { counts, failures }
}
