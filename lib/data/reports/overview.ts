import type { Principal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { parseFilter } from '../filter.ts'
import { findingFilter } from '../findings/filter.ts'
import { listFindings } from '../findings/list-findings.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { changesSince } from './changes-since.ts'
import { coverage } from './coverage.ts'
import { estateLadder } from './estate-ladder.ts'
import { expiryTimeline } from './expiry-timeline.ts'
import { nextExpiries } from './next-expiries.ts'
import { openFindingsBySeverity } from './open-findings-by-severity.ts'
import type { ReportScope } from './overview-filter.ts'
import { rotationAgeSummary } from './rotation-age-summary.ts'
import { unassessed } from './unassessed.ts'
import { validationFailures } from './validation-failures.ts'

const topFindings = 5

export type Overview = Awaited<ReturnType<typeof getOverview>>

/** All that the Overview shows, read at once. */
export async function getOverview(principal: Principal, scope: ReportScope, now: Date = new Date()) {
  const [quick, rotation, unjudged] = await Promise.all([
    getQuickOverview(principal, scope, now),
    rotationAgeSummary(principal, scope, now),
    unassessed(principal, scope, now),
  ])
  return { ...quick, rotation, unassessed: unjudged }
}

/** The part that is read in a moment however large the estate: what the page shows before the rest. */
export async function getQuickOverview(principal: Principal, scope: ReportScope, now: Date = new Date()) {
  requireRole(principal, 'viewer')
  const environment = scope.environment === undefined ? undefined : [...scope.environment]
  const { filter } = parseFilter(findingFilter, { limit: String(topFindings) })
  const [ladder, timeline, expiries, severities, worst, changes, failures, covered] = await Promise.all([
    estateLadder(principal, scope, now),
    expiryTimeline(principal, scope, now),
    nextExpiries(principal, scope, now),
    openFindingsBySeverity(principal, scope, now),
    listFindings(principal, { ...filter, environment }),
    changesSince(principal, scope, new Date(now.getTime() - dayMs), now),
    validationFailures(principal, scope, now),
    coverage(principal, scope, now),
  ])
  return { ladder, timeline, expiries, severities, worst: worst.rows, changes, failures, coverage: covered, asOf: now }
}

/** True where there is no endpoint and no identity at all. */
export async function isEstateEmpty(principal: Principal): Promise<boolean> {
  requireRole(principal, 'viewer')
  const [found] = await rows<{ empty: boolean }>(
    pool(),
    'SELECT NOT EXISTS (SELECT 1 FROM endpoint) AND NOT EXISTS (SELECT 1 FROM identity) AS empty',
  )
  return found?.empty ?? true
}
