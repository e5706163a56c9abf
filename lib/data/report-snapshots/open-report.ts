import type { ReportRowKind, ReportSource, ReportSummary } from '#lib/compliance/report-snapshot.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { getReport, type Report } from './reports.ts'
import { storedRows } from './stored-rows.ts'
import { type Integrity, verifyReport } from './verify-report.ts'

/** A done report as pages read it. */
export interface OpenReport {
  readonly report: Report
  readonly summary: ReportSummary
  readonly sha256: string
  readonly integrity: Integrity
}

/** Reads a done report and checks that it is what was frozen. Throws `not-found`, `conflict` for one that is not done. */
export async function openReport(principal: Principal, id: string): Promise<OpenReport> {
  const report = await getReport(principal, id)
  const { summary, sha256 } = report
  if (report.status !== 'done' || summary === null || sha256 === null)
    throw new AppError('conflict', 'The report is not done.')
  return { report, summary, sha256, integrity: await verifyReport(report.id, { summary, sha256 }) }
}

/**
 * A report as exports and comparisons read it; its rows are streamed. Throws what `openReport` throws, and `conflict`
 * for one whose content was changed since: it is no evidence, so no file is made of it.
 */
export async function reportSource(principal: Principal, id: string): Promise<ReportSource> {
  const { report, summary, sha256, integrity } = await openReport(principal, id)
  if (!integrity.intact)
    throw new AppError('conflict', `This report was changed after it was made. ${integrity.problem}`)
  return {
    summary,
    sha256,
    rows: <Kind extends ReportRowKind>(kind: Kind) => storedRows(report.id, kind, { expected: summary.rows[kind] }),
  }
}
