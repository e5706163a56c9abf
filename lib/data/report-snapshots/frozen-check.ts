import type { z } from 'zod'
import { subjectKey } from '#lib/compliance/report-rows.ts'
import type { FindingRow, ReportCheck, VerdictRow } from '#lib/compliance/report-snapshot.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { verdictOutcomes } from '../compliance/filter.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import { filterSchema } from '../filter.ts'
import { enumField } from '../filter-field.ts'
import { sortText } from '../keyset.ts'
import { type OpenReport, openReport } from './open-report.ts'
import { storedRows } from './stored-rows.ts'

/** The judgements of one check within a report. */
export const frozenVerdictFilter = filterSchema(
  { outcome: enumField('Verdict', verdictOutcomes) },
  { keys: ['subject'], default: 'subject' },
)

export type FrozenVerdictFilter = z.output<typeof frozenVerdictFilter>

/** A judgement with the finding that stood. */
export interface FrozenVerdict extends VerdictRow {
  readonly finding: FindingRow | null
}

export interface FrozenCheck extends OpenReport {
  readonly check: ReportCheck
  readonly verdicts: Page<FrozenVerdict>
}

/** A check of a report with a page of its judgements. Throws `not-found` where the report has no such check. */
export async function getFrozenCheck(
  principal: Principal,
  id: string,
  checkId: string,
  filter: FrozenVerdictFilter,
): Promise<FrozenCheck> {
  const opened = await openReport(principal, id)
  const check = opened.summary.checks.find((one) => one.id === checkId)
  if (check === undefined) throw new AppError('not-found', 'The report has no such check.')
  const sort = sortText(filter.sort)
  const start = filter.cursor === undefined ? `${check.id} ` : String(decodeCursor(sort, filter.cursor).value ?? '')
  const found: VerdictRow[] = []
  for await (const row of storedRows(opened.report.id, 'verdict', { after: start })) {
    if (row.checkId !== check.id || found.length > filter.limit) break
    if (filter.outcome === undefined || filter.outcome.includes(row.outcome)) found.push(row)
  }
  const shown = found.slice(0, filter.limit)
  const last = found.length > filter.limit ? shown.at(-1) : undefined
  return {
    ...opened,
    check,
    verdicts: {
      rows: await withFindings(opened.report.id, shown),
      nextCursor: last ? encodeCursor(sort, { value: subjectKey(last), id: '' }) : null,
      total: { count: countOf(check, filter), exact: true },
    },
  }
}

function countOf(check: ReportCheck, { outcome = [...verdictOutcomes] }: FrozenVerdictFilter): number {
  const counts = {
    pass: check.pass,
    fail: check.fail,
    'not-applicable': check.notApplicable,
    'not-assessed': check.notAssessed,
  }
  return [...new Set(outcome)].reduce((sum, one) => sum + counts[one], 0)
}

/** Findings stand in the same order as judgements. */
async function withFindings(reportId: string, verdicts: readonly VerdictRow[]): Promise<FrozenVerdict[]> {
  const wanted = new Map<string, FindingRow | null>(
    verdicts.flatMap(({ findingId }) => (findingId === null ? [] : [[findingId, null]])),
  )
  const keys = verdicts.filter(({ findingId }) => findingId !== null).map(subjectKey)
  const [first, last] = [keys[0], keys.at(-1)]
  if (first !== undefined && last !== undefined) {
    for await (const finding of storedRows(reportId, 'finding', { after: first.slice(0, -1) })) {
      if (subjectKey(finding) > last) break
      if (wanted.has(finding.id)) wanted.set(finding.id, finding)
    }
  }
  return verdicts.map((row) => ({
    ...row,
    finding: row.findingId === null ? null : (wanted.get(row.findingId) ?? null),
  }))
}
