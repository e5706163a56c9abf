import type { Principal } from '#lib/core/principal.ts'
import { parseFilter } from '../filter.ts'
import { rhythmFilter } from '../rotations/rhythm-filter.ts'
import { type RotationAgeSummary, summariseAges } from '../rotations/summarise-ages.ts'
import type { ReportScope } from './overview-filter.ts'

export type { RotationAgeSummary } from '../rotations/summarise-ages.ts'

const most = 8

/** How many identities are past the age at which a new certificate is due, and which the most. */
export function rotationAgeSummary(principal: Principal, scope: ReportScope, now: Date): Promise<RotationAgeSummary> {
  const { filter } = parseFilter(rhythmFilter, {})
  const environment = scope.environment === undefined ? undefined : [...scope.environment]
  return summariseAges(principal, { ...filter, environment }, most, now)
}
