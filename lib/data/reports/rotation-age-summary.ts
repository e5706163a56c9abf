import type { Principal } from '#lib/core/principal.ts'
import type { ReportScope } from './overview-filter.ts'
import { type RotationAgeRow, rotationAges } from './rotation-age.ts'

export interface RotationAgeSummary {
  /** The most overdue first, at most eight. */
  readonly rows: readonly RotationAgeRow[]
  /** Those that serve a certificate, and those among them whose rotation is overdue. */
  readonly identities: number
  readonly overdue: number
  readonly asOf: Date
}

const most = 8

/** How many identities are past the age at which a new certificate is due, and which the most. */
export async function rotationAgeSummary(
  principal: Principal,
  scope: ReportScope,
  now: Date,
): Promise<RotationAgeSummary> {
  const { rows, asOf } = await rotationAges(principal, scope, now)
  return { rows: rows.slice(0, most), identities: rows.length, overdue: rows.filter((row) => row.overdue).length, asOf }
}
