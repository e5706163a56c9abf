import type { BoundedCount } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { countEndpoints } from '../endpoints/count-endpoints.ts'
import { endpointFilter } from '../endpoints/filter.ts'
import { filterToQuery, parseFilter } from '../filter.ts'
import { everyChoice } from '../filter-field.ts'
import { countFindings } from '../findings/count-findings.ts'
import { findingFilter } from '../findings/filter.ts'
import { countIdentities } from '../identities/count-identities.ts'
import { identityFilter } from '../identities/filter.ts'
import { requireRole } from '../require-role.ts'
import { rotationFilter } from '../rotations/filter.ts'
import { countRotationsOf } from '../rotations/list-rotations.ts'
import type { ReportScope } from './overview-filter.ts'

/** A count with the query of the list that gives exactly those counted. */
export interface Change {
  readonly count: BoundedCount
  readonly query: string
}

export interface ChangesSince {
  /** Of the list of findings. A finding may have opened, been resolved and come back. */
  readonly opened: Change
  readonly resolved: Change
  readonly reopened: Change
  /** Of the history of rotations. */
  readonly rotations: Change
  readonly keptKeys: Change
  /** Of the lists of endpoints and identities: those that came onto the record. */
  readonly endpoints: Change
  readonly identities: Change
  readonly since: Date
  readonly asOf: Date
}

/** What is different from `since`, each counted by the list that shows it. */
export async function changesSince(
  principal: Principal,
  scope: ReportScope,
  since: Date,
  now: Date,
): Promise<ChangesSince> {
  requireRole(principal, 'viewer')
  const environment = scope.environment === undefined ? undefined : [...scope.environment]
  const findings = (change: object) => {
    const filter = { ...parseFilter(findingFilter, { status: everyChoice }).filter, environment, ...change }
    return counted(countFindings(principal, filter), filter)
  }
  const rotations = (change: object) => {
    const filter = { ...parseFilter(rotationFilter, {}).filter, environment, since, ...change }
    return counted(countRotationsOf(principal, filter), filter)
  }
  const endpoint = { ...parseFilter(endpointFilter, {}).filter, environment, createdAfter: since }
  const identity = { ...parseFilter(identityFilter, {}).filter, environment, createdAfter: since }
  const [opened, resolved, reopened, steps, keptKeys, endpoints, identities] = await Promise.all([
    findings({ openedAfter: since }),
    findings({ status: ['resolved'], resolvedAfter: since }),
    findings({ reopenedAfter: since }),
    rotations({}),
    rotations({ kept: true }),
    counted(countEndpoints(principal, endpoint, now), endpoint),
    counted(countIdentities(principal, identity), identity),
  ])
  return { opened, resolved, reopened, rotations: steps, keptKeys, endpoints, identities, since, asOf: now }
}

async function counted(count: Promise<BoundedCount>, filter: Readonly<Record<string, unknown>>): Promise<Change> {
  return { count: await count, query: filterToQuery(filter, { sort: undefined }) }
}
