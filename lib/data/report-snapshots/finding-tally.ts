import type { FindingRow, ReportException, StandingFindings } from '#lib/compliance/report-snapshot.ts'
import type { Severity } from '#lib/core/severity.ts'
import { addFindingCounts, noFindings } from '../compliance/finding-counts.ts'
import type { StandingFinding } from './read-findings.ts'

/** Counts of the findings as they pass by, and those that somebody silenced. */
export class FindingTally {
  readonly #byCheck = new Map<string, StandingFindings>()
  readonly #exceptions: ReportException[] = []
  /** Of active ones. */
  readonly bySeverity: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 }

  async *pass(findings: AsyncIterable<StandingFinding>): AsyncGenerator<FindingRow> {
    for await (const { row, exception } of findings) {
      this.#add(row)
      if (exception !== null) this.#exceptions.push(exception)
      yield row
    }
  }

  #add({ checkId, status, severity }: FindingRow): void {
    const key = status === 'false-positive' ? 'falsePositive' : status
    const counted = this.#byCheck.get(checkId) ?? noFindings
    this.#byCheck.set(checkId, { ...counted, [key]: counted[key] + 1 })
    if (status === 'open' || status === 'acknowledged') this.bySeverity[severity] += 1
  }

  ofChecks(checkIds: readonly string[]): StandingFindings {
    return addFindingCounts(checkIds.map((id) => this.#byCheck.get(id) ?? noFindings))
  }

  /** The first to end first; those without an end last. */
  get exceptions(): readonly ReportException[] {
    const end = ({ acceptedUntil }: ReportException) => acceptedUntil ?? '~'
    return this.#exceptions.toSorted((one, other) => (end(one) < end(other) ? -1 : Number(end(one) > end(other))))
  }
}
