import type { ReportSummary } from '#lib/compliance/report-snapshot.ts'

/** What a check could not judge, with its reasons, most frequent first. */
export interface UnassessedCheck {
  readonly checkId: string
  readonly title: string
  readonly count: number
  readonly reasons: readonly { readonly reason: string; readonly count: number }[]
}

/** By check, in the order of the report: most frequent first. */
export function unassessedChecks({ notAssessed, checks }: ReportSummary): readonly UnassessedCheck[] {
  const titles = new Map(checks.map(({ id, title }) => [id, title]))
  const groups = new Map<string, { reason: string; count: number }[]>()
  for (const { checkId, reason, count } of notAssessed) {
    const reasons = groups.get(checkId) ?? []
    reasons.push({ reason, count })
    groups.set(checkId, reasons)
  }
  return [...groups].map(([checkId, reasons]) => ({
    checkId,
    title: titles.get(checkId) ?? checkId,
    count: reasons.reduce((sum, { count }) => sum + count, 0),
    reasons,
  }))
}
