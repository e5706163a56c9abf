import { isScored } from '#lib/compliance/assess.ts'
import type { Control, Framework } from '#lib/compliance/framework.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { complianceReport, type ReportControl } from './compliance-report.ts'
import type { EvidenceRow } from './evidence-row.ts'
import { type EvidenceFilter, scopeOf } from './filter.ts'
import { type FindingCounts, findingCounts } from './finding-counts.ts'
import { listEvidence } from './list-evidence.ts'

/** One control with a page of the verdicts behind it. */
export interface ControlEvidence {
  readonly assessed: ReportControl
  /** By check. */
  readonly findings: ReadonlyMap<string, FindingCounts>
  readonly verdicts: Page<EvidenceRow>
}

/** Throws `not-found` for a category, a superseded or a withdrawn control: they have no status. */
export async function getControlEvidence(
  principal: Principal,
  {
    framework,
    control,
    filter,
  }: { readonly framework: Framework; readonly control: Control; readonly filter: EvidenceFilter },
): Promise<ControlEvidence> {
  if (!isScored(control)) throw new AppError('not-found', 'This entry is not scored.')
  const scope = scopeOf(filter)
  const report = await complianceReport(principal, { framework: { ...framework, controls: [control] }, scope })
  const [assessed] = report.controls
  if (assessed === undefined) throw new AppError('not-found', 'This entry is not scored.')
  const checkIds = assessed.checks.map(({ checkId }) => checkId)
  const [findings, verdicts] = await Promise.all([
    findingCounts(pool(), scope, checkIds),
    listEvidence(principal, checkIds, filter),
  ])
  return { assessed, findings, verdicts }
}
