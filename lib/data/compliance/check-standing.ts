import type { Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import type { EvidenceRow } from './evidence-row.ts'
import type { EvidenceFilter, verdictOutcomes } from './filter.ts'
import { addFindingCounts, findingCounts } from './finding-counts.ts'
import { listEvidence } from './list-evidence.ts'
import { type NotAssessedReason, notAssessedReasons } from './not-assessed-reasons.ts'
import { verdictCounts } from './verdict-counts.ts'

/** How one check stands over the whole estate. */
export interface CheckStanding {
  readonly counts: Readonly<Record<(typeof verdictOutcomes)[number], number>>
  /** Findings that are not resolved. */
  readonly standing: number
}

export interface CheckEvidence extends CheckStanding {
  /** Why it could not judge, the most frequent first. */
  readonly reasons: readonly NotAssessedReason[]
  /** Its verdicts, as the filter asks for them. */
  readonly verdicts: Page<EvidenceRow>
}

/** A check over the whole estate, and a page of its verdicts. Throws `forbidden`, `invalid-input` for a foreign cursor. */
export async function getCheckStanding(
  principal: Principal,
  checkId: string,
  filter: EvidenceFilter,
): Promise<CheckEvidence> {
  requireRole(principal, 'viewer')
  const [counted, findings, reasons, verdicts] = await Promise.all([
    verdictCounts(principal, {}),
    findingCounts(pool(), {}, [checkId]),
    notAssessedReasons(pool(), {}, [checkId]),
    listEvidence(principal, [checkId], filter),
  ])
  const count = (outcome: string) =>
    counted.find((one) => one.checkId === checkId && one.outcome === outcome)?.count ?? 0
  const { open, acknowledged, accepted, falsePositive } = addFindingCounts([...findings.values()])
  return {
    counts: {
      fail: count('fail'),
      'not-assessed': count('not-assessed'),
      pass: count('pass'),
      'not-applicable': count('not-applicable'),
    },
    standing: open + acknowledged + accepted + falsePositive,
    reasons,
    verdicts,
  }
}
