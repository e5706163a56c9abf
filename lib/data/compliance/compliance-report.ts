import { assessFramework, type ControlAssessment, type ControlStatus } from '#lib/compliance/assess.ts'
import type { Framework } from '#lib/compliance/framework.ts'
import { citationsOf, type SourceCitation } from '#lib/compliance/source-citations.ts'
import type { Principal } from '#lib/core/principal.ts'
import { productVersion } from '#lib/core/product-version.ts'
import { requireRole } from '../require-role.ts'
import type { Db } from '../sql.ts'
import { type Coverage, loadCoverage } from './coverage.ts'
import type { EvidenceRow } from './evidence-row.ts'
import type { ComplianceScope } from './filter.ts'
import { addFindingCounts, type FindingCounts, findingCounts, noFindings } from './finding-counts.ts'
import { inSnapshot } from './in-snapshot.ts'
import { listFailures } from './list-evidence.ts'
import { type ComplianceException, listExceptions } from './list-exceptions.ts'
import { type NotAssessedReason, notAssessedReasons } from './not-assessed-reasons.ts'
import { verdictCounts } from './verdict-counts.ts'

/** How facts come about and what they can't say: printed on every report. */
export const reportMethod =
  'Active assessment: Countersign opens real TLS handshakes to every address of each endpoint in scope and keeps what it saw as observations. Checks judge these facts by the policy and the trust store of the identity. What could not be reached or learned is not assessed and never counts as satisfied. Accepted findings and false positives stay failures here and are listed as exceptions.'

/** One framework within one scope at one instant: page, print, API and the exports' status all show this value. */
export interface ComplianceReport {
  readonly framework: Framework
  readonly scope: ComplianceScope
  readonly generatedAt: Date
  readonly productVersion: string
  readonly method: string
  readonly coverage: Coverage
  /** Over official controls that are scored. */
  readonly totals: Readonly<Record<ControlStatus, number>>
  /** Of those not assessed, the ones that no check speaks to. */
  readonly withoutChecks: number
  /** Distinct checks that speak to a control. */
  readonly checks: ReportChecks
  readonly controls: readonly ReportControl[]
  readonly exceptions: readonly ComplianceException[]
  readonly notAssessed: readonly NotAssessedReason[]
}

export interface ReportChecks {
  readonly ids: readonly string[]
  readonly ran: number
  readonly notRun: number
}

export interface ReportControl extends ControlAssessment {
  /** Findings of its checks that stand. */
  readonly findings: FindingCounts
  /** Labels of the source guidance that mean it. */
  readonly citations: readonly SourceCitation[]
}

interface ReportRequest {
  readonly framework: Framework
  readonly scope: ComplianceScope
  readonly now?: Date
}

/** Throws `forbidden`. */
export async function complianceReport(principal: Principal, request: ReportRequest): Promise<ComplianceReport> {
  requireRole(principal, 'viewer')
  return inSnapshot((db) => buildReport(db, principal, request))
}

/** A report with the failing verdicts in full, for paper. */
export interface PrintedReport extends ComplianceReport {
  /** Worst first, `printedFailures` at most. */
  readonly failures: readonly EvidenceRow[]
  /** Failing verdicts of the framework's checks, each once. */
  readonly failing: number
}

/** What fits on paper; the export has every verdict. */
const printedFailures = 1000

/** Throws `forbidden`. */
export async function printedReport(principal: Principal, request: ReportRequest): Promise<PrintedReport> {
  requireRole(principal, 'viewer')
  return inSnapshot(async (db) => {
    const report = await buildReport(db, principal, request)
    const failing = new Map(report.controls.flatMap(({ checks }) => checks.map(({ checkId, fail }) => [checkId, fail])))
    return {
      ...report,
      failures: await listFailures(db, report.checks.ids, request.scope, printedFailures),
      failing: [...failing.values()].reduce((sum, count) => sum + count, 0),
    }
  })
}

async function buildReport(
  db: Db,
  principal: Principal,
  { framework, scope, now = new Date() }: ReportRequest,
): Promise<ComplianceReport> {
  const counts = await verdictCounts(principal, scope, db)
  const { controls, totals } = assessFramework(framework, counts)
  const checks = checksOf(controls)
  const findings = await findingCounts(db, scope, checks.ids)
  return {
    framework,
    scope,
    generatedAt: now,
    productVersion,
    method: reportMethod,
    coverage: await loadCoverage(db, scope, counts),
    totals,
    withoutChecks: controls.filter(({ counts }) => counts.checksMapped === 0).length,
    checks,
    controls: controls.map((assessed) => ({
      ...assessed,
      findings: addFindingCounts(assessed.checks.map(({ checkId }) => findings.get(checkId) ?? noFindings)),
      citations: citationsOf(framework.id, assessed.control.id),
    })),
    exceptions: await listExceptions(db, scope, checks.ids),
    notAssessed: await notAssessedReasons(db, scope, checks.ids),
  }
}

function checksOf(controls: readonly ControlAssessment[]): ReportChecks {
  const ran = new Map(controls.flatMap(({ checks }) => checks.map((check) => [check.checkId, check.ran])))
  const ranCount = [...ran.values()].filter(Boolean).length
  return { ids: [...ran.keys()], ran: ranCount, notRun: ran.size - ranCount }
}
