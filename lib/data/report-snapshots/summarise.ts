import { findCheck } from '#lib/checks/catalogue/index.ts'
import { assessFramework } from '#lib/compliance/assess.ts'
import type { Framework } from '#lib/compliance/framework.ts'
import type { ReportCheck, ReportFramework } from '#lib/compliance/report-snapshot.ts'
import { citationsOf } from '#lib/compliance/source-citations.ts'
import type { FindingTally } from './finding-tally.ts'
import type { VerdictTally } from './verdict-tally.ts'

/** A framework as it stood, with every scored control. */
export function frozenFramework(framework: Framework, verdicts: VerdictTally, findings: FindingTally): ReportFramework {
  const { controls, totals } = assessFramework(framework, verdicts.counts)
  return {
    ...framework,
    totals,
    controls: controls.map(({ framework: _id, ...assessed }) => ({
      ...assessed,
      findings: findings.ofChecks(assessed.checks.map(({ checkId }) => checkId)),
      citations: citationsOf(framework.id, assessed.control.id),
    })),
  }
}

/** A check as this version of the product declares it. */
export function frozenCheck(id: string, verdicts: VerdictTally): ReportCheck {
  const check = findCheck(id)
  return {
    id,
    title: check?.title ?? id,
    group: check?.group ?? '',
    rung: check?.rung ?? null,
    why: check?.why ?? '',
    fix: check?.fix ?? '',
    references: check?.references ?? [],
    pass: verdicts.count(id, 'pass'),
    fail: verdicts.count(id, 'fail'),
    notApplicable: verdicts.count(id, 'not-applicable'),
    notAssessed: verdicts.count(id, 'not-assessed'),
  }
}
