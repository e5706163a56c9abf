import type { ReportSource, ReportSummary } from '#lib/compliance/report-snapshot.ts'
import { textStream } from '../../text-stream.ts'
import { arrayMember, openObject } from '../json-pieces.ts'
import type { ReportContext, ReportFormat } from '../report-format.ts'
import { components, inventoryItems } from './oscal-components.ts'
import { activity, localObjective, oscalControls, reviewedControls } from './oscal-controls.ts'
import { oscalIds, readEstate } from './oscal-estate.ts'
import { findings } from './oscal-findings.ts'
import { backMatter, metadata, tool } from './oscal-metadata.ts'
import { observations } from './oscal-observations.ts'
import type { ObservationIndex, OscalParts } from './oscal-parts.ts'
import { risks } from './oscal-risks.ts'
import { markup, ownProperties } from './oscal-text.ts'

/** Assessment results of OSCAL 1.1.3, which 1.2.2 reads too. */
export const oscal: ReportFormat = {
  key: 'oscal',
  extension: 'oscal-assessment-results.json',
  contentType: 'application/oscal+json; charset=utf-8',
  label: 'OSCAL assessment results',
  use: 'For tools that follow NIST’s OSCAL: controls, findings, risks and the observations behind them.',
  write: (source, context) => textStream(assessmentResults(source, context)),
}

async function* assessmentResults(source: ReportSource, context: ReportContext): AsyncGenerator<string> {
  const { summary } = source
  const ids = oscalIds(summary.id)
  const estate = await readEstate(source)
  const controls = oscalControls(summary)
  const checks = summary.checks.map((check) => activity(check, controls, ids))
  const head = {
    uuid: ids.document,
    metadata: metadata(source, context, estate, ids),
    'import-ap': {
      href: `#${ids.plan}`,
      remarks: 'The assessment is automatic and continuous; its plan is the method that this resource tells.',
    },
  }
  yield `{"assessment-results":${openObject(head)}`
  const objectives = controls.map((control) => localObjective(control, ids))
  if (objectives.length + checks.length > 0) {
    yield ',\n"local-definitions":{'
    yield* arrayMember('objectives-and-methods', objectives, '')
    yield* arrayMember('activities', checks, objectives.length > 0 ? ',' : '')
    yield '}'
  }
  yield `,\n"results":[${openObject(resultHead(summary, { source, context, ids, estate }))}`
  yield* resultMembers({ source, context, ids, estate })
  yield `}],\n"back-matter":${JSON.stringify(backMatter(source, context, ids))}}}\n`
}

function resultHead(summary: ReportSummary, { ids, source }: OscalParts): Readonly<Record<string, unknown>> {
  const { coverage, ladder } = summary
  return {
    uuid: ids.result,
    title: markup(summary.name),
    description: markup(summary.method),
    start: coverage.observedFrom ?? summary.asOf,
    end: summary.asOf,
    props: ownProperties({
      'report-id': summary.id,
      'snapshot-sha256': source.sha256,
      identities: coverage.identities,
      'identities-proven': ladder.proven,
      endpoints: coverage.endpoints,
      'endpoints-reached': coverage.reached,
      'endpoints-unreached': coverage.unreached,
      'endpoints-never-scanned': coverage.neverScanned,
      verdicts: coverage.verdicts,
    }),
  }
}

async function* resultMembers(parts: OscalParts): AsyncGenerator<string> {
  const { source, estate, ids } = parts
  const controls = oscalControls(source.summary)
  yield `,\n"local-definitions":{"assessment-assets":${JSON.stringify(tool(parts))}`
  yield* arrayMember('components', components(estate, ids))
  yield* arrayMember('inventory-items', inventoryItems(estate, ids))
  yield `},\n"reviewed-controls":${JSON.stringify(reviewedControls(source.summary, controls))}`
  const index: ObservationIndex = { failuresByCheck: new Map(), passesByCheck: new Map(), byFinding: new Map() }
  const risksByCheck = new Map<string, string[]>()
  yield* arrayMember('observations', observations(parts, index))
  yield* arrayMember('risks', risks(parts, index, risksByCheck))
  yield* arrayMember('findings', findings(controls, parts, index, risksByCheck))
}
