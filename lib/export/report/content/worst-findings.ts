import type { FindingRow, ReportSource } from '#lib/compliance/report-snapshot.ts'
import type { Severity } from '#lib/core/severity.ts'
import { severitiesByWorst } from './words.ts'

/** What one check found. */
export interface FindingGroup {
  /** Of its worst. */
  readonly severity: Severity
  readonly checkId: string
  readonly rows: readonly FindingRow[]
}

export interface WorstFindings {
  readonly groups: readonly FindingGroup[]
  readonly shown: number
  readonly total: number
}

/**
 * The worst findings up to a bound, by check, the check with the worst first. No more than the bound is held of each severity, however
 * many there are: what is beyond it stands in JSON and CSV.
 */
export async function worstFindings(source: ReportSource, most: number): Promise<WorstFindings> {
  const kept = new Map<Severity, FindingRow[]>(severitiesByWorst.map((severity) => [severity, []]))
  let total = 0
  for await (const row of source.rows('finding')) {
    total += 1
    const rows = kept.get(row.severity)
    if (rows && rows.length < most) rows.push(row)
  }
  const shown = severitiesByWorst.flatMap((severity) => kept.get(severity) ?? []).slice(0, most)
  const groups = new Map<string, { severity: Severity; checkId: string; rows: FindingRow[] }>()
  for (const row of shown) {
    const group = groups.get(row.checkId) ?? { severity: row.severity, checkId: row.checkId, rows: [] }
    group.rows.push(row)
    groups.set(row.checkId, group)
  }
  return { groups: [...groups.values()], shown: shown.length, total }
}
