import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import type { verdictOutcomes } from './filter.ts'
import { addFindingCounts, findingCounts } from './finding-counts.ts'
import { verdictCounts } from './verdict-counts.ts'

/** How one check stands over the whole estate. */
export interface CheckStanding {
  readonly counts: Readonly<Record<(typeof verdictOutcomes)[number], number>>
  /** Findings that are not resolved. */
  readonly standing: number
}

export async function getCheckStanding(principal: Principal, checkId: string): Promise<CheckStanding> {
  requireRole(principal, 'viewer')
  const [verdicts, findings] = await Promise.all([verdictCounts(principal, {}), findingCounts(pool(), {}, [checkId])])
  const count = (outcome: string) =>
    verdicts.find((one) => one.checkId === checkId && one.outcome === outcome)?.count ?? 0
  const { open, acknowledged, accepted, falsePositive } = addFindingCounts([...findings.values()])
  return {
    counts: {
      fail: count('fail'),
      'not-assessed': count('not-assessed'),
      pass: count('pass'),
      'not-applicable': count('not-applicable'),
    },
    standing: open + acknowledged + accepted + falsePositive,
  }
}
