import { allSuitesExtent, groupsExtent, type ListExtent } from '#lib/compliance/list-extent.ts'
import type { ReportSource } from '#lib/compliance/report-snapshot.ts'

export const coverageColumns = ['complete', 'partial', 'unknown', 'unasked'] as const

export type CoverageColumn = (typeof coverageColumns)[number]

export const coverageWords: Readonly<Record<CoverageColumn, string>> = {
  complete: 'Complete',
  partial: 'Partial',
  unknown: 'Not on record',
  unasked: 'Not asked',
}

export const coverageNote =
  'A complete list holds all that an address accepts. A partial one holds what it was seen to accept: there may be more. Reports that were made before this was kept don’t tell; that is never read as complete. Each list stands in the observations of the CSV, the JSON and the CycloneDX file of this report.'

export interface ListCoverage {
  readonly label: string
  /** Observations. */
  readonly counts: Readonly<Record<CoverageColumn, number>>
}

/** How complete the lists of what servers accept are, over all observations of the report. */
export async function listCoverage(source: ReportSource): Promise<readonly ListCoverage[]> {
  const none = { complete: 0, partial: 0, unknown: 0, unasked: 0 }
  const [suites, groups] = [{ ...none }, { ...none }]
  const columnOf = (extent: ListExtent | null): CoverageColumn => extent ?? 'unasked'
  for await (const row of source.rows('observation')) {
    suites[columnOf(allSuitesExtent(row))] += 1
    groups[columnOf(groupsExtent(row))] += 1
  }
  return [
    { label: 'Cipher suites', counts: suites },
    { label: 'Key exchange groups', counts: groups },
  ]
}
