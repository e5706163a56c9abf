import { catalogue } from '#lib/checks/catalogue/index.ts'
import type { Check } from '#lib/checks/contract.ts'
import type { Principal } from '#lib/core/principal.ts'
import { compareSeverity, type Severity } from '#lib/core/severity.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import type { CheckFilter } from './check-filter.ts'
import type { CheckStanding } from './check-standing.ts'
import type { verdictOutcomes } from './filter.ts'
import { addFindingCounts, findingCounts, noFindings } from './finding-counts.ts'
import { verdictCounts } from './verdict-counts.ts'

/** A check of the catalogue, and how it stands over the whole estate. */
export interface CheckSummary extends CheckStanding {
  readonly check: Check
  /** Each of its severities once, the heaviest first. */
  readonly severities: readonly Severity[]
}

/** All checks that the filter lets through, in the order of reports. Throws `forbidden` below viewer. */
export async function listChecks(principal: Principal, filter: CheckFilter): Promise<CheckSummary[]> {
  requireRole(principal, 'viewer')
  const ids = catalogue.map(({ id }) => id)
  const [verdicts, findings] = await Promise.all([verdictCounts(principal, {}), findingCounts(pool(), {}, ids)])
  const counted = new Map(verdicts.map(({ checkId, outcome, count }) => [`${checkId} ${outcome}`, count]))
  const summaries = catalogue.map((check): CheckSummary => {
    const count = (outcome: (typeof verdictOutcomes)[number]) => counted.get(`${check.id} ${outcome}`) ?? 0
    const stand = addFindingCounts([findings.get(check.id) ?? noFindings])
    return {
      check,
      severities: [...new Set(Object.values(check.severities))].toSorted(compareSeverity),
      counts: {
        fail: count('fail'),
        'not-assessed': count('not-assessed'),
        pass: count('pass'),
        'not-applicable': count('not-applicable'),
      },
      standing: stand.open + stand.acknowledged + stand.accepted + stand.falsePositive,
    }
  })
  return summaries.filter((one) => fits(one, filter))
}

function fits({ check, severities, counts }: CheckSummary, filter: CheckFilter): boolean {
  const text = [check.id, check.title, check.why, check.fix].join('\n').toLowerCase()
  return (
    (filter.q === undefined ||
      filter.q
        .toLowerCase()
        .split(/\s+/)
        .every((word) => text.includes(word))) &&
    (filter.group?.includes(check.group) ?? true) &&
    (filter.subject?.includes(check.subject) ?? true) &&
    (filter.severity?.some((one) => severities.includes(one)) ?? true) &&
    (filter.needs?.some((one) => check.needs.includes(one)) ?? true) &&
    (filter.outcome?.some((one) => counts[one] > 0) ?? true)
  )
}
