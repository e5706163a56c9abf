import { assessFramework, type ControlStatus } from '#lib/compliance/assess.ts'
import type { Framework } from '#lib/compliance/framework.ts'
import { frameworksByUse } from '#lib/compliance/report-frameworks.ts'
import type { Principal } from '#lib/core/principal.ts'
import { type Coverage, loadCoverage } from './coverage.ts'
import type { ComplianceScope } from './filter.ts'
import { inSnapshot } from './in-snapshot.ts'
import { verdictCounts } from './verdict-counts.ts'

/** A framework in one line: how its scored controls stand. */
export interface FrameworkSummary {
  readonly framework: Omit<Framework, 'controls'>
  /** False: a further mapping. */
  readonly reported: boolean
  /** Controls that are scored; categories, superseded and withdrawn ones are not. */
  readonly controls: number
  readonly totals: Readonly<Record<ControlStatus, number>>
  /** Of those not assessed, the ones that no check speaks to. */
  readonly withoutChecks: number
}

/** Every framework, those that reports are made for first, from one count of verdicts. Throws `forbidden`. */
export async function listFrameworks(
  principal: Principal,
  scope: ComplianceScope,
): Promise<{ readonly frameworks: readonly FrameworkSummary[]; readonly coverage: Coverage }> {
  const { counts, coverage } = await inSnapshot(async (db) => {
    const counts = await verdictCounts(principal, scope, db)
    return { counts, coverage: await loadCoverage(db, scope, counts) }
  })
  const summarise = (reported: boolean) => (framework: Framework) => {
    const { controls, totals } = assessFramework(framework, counts)
    const { controls: _controls, ...described } = framework
    return {
      framework: described,
      reported,
      controls: controls.length,
      totals,
      withoutChecks: controls.filter(({ checks }) => checks.length === 0).length,
    }
  }
  const frameworks = [
    ...frameworksByUse.reported.map(summarise(true)),
    ...frameworksByUse.further.map(summarise(false)),
  ]
  return { frameworks, coverage }
}
