import type { ReportSource } from '#lib/compliance/report-snapshot.ts'
import type { ReportContext } from '../report-format.ts'
import type { OscalEstate, OscalIds } from './oscal-estate.ts'

/** What was written of each check, for findings and risks to point at. */
export interface ObservationIndex {
  /** Failing verdicts' observations by check. */
  readonly failuresByCheck: Map<string, string[]>
  /** The observation of each check's passing verdicts. */
  readonly passesByCheck: Map<string, string>
  /** The observation that holds a finding's evidence, where its check still fails. */
  readonly byFinding: Map<string, string>
}

export interface OscalParts {
  readonly source: ReportSource
  readonly context: ReportContext
  readonly ids: OscalIds
  readonly estate: OscalEstate
}

export function byTool(ids: OscalIds): readonly unknown[] {
  return [{ actors: [{ type: 'tool', 'actor-uuid': ids.tool }] }]
}
