import { controlLabel, frameworkTitle } from '#lib/compliance/report-frameworks.ts'
import { filled } from '../json-pieces.ts'
import type { OscalControl } from './oscal-controls.ts'
import { hasRun } from './oscal-observations.ts'
import { byTool, type ObservationIndex, type OscalParts } from './oscal-parts.ts'
import { markup, ownProperties } from './oscal-text.ts'

/** A finding's state is satisfied or not: controls that were not, or only partly, assessed have none. */
export function* findings(
  controls: readonly OscalControl[],
  parts: OscalParts,
  index: ObservationIndex,
  risksByCheck: ReadonlyMap<string, readonly string[]>,
): Generator<unknown> {
  const ran = new Set(parts.source.summary.checks.filter(hasRun).map(({ id }) => id))
  for (const control of controls) {
    const { status } = control.assessed
    if (status !== 'satisfied' && status !== 'not-satisfied') continue
    const checks = control.assessed.checks.map(({ checkId }) => checkId)
    const observed = [
      ...checks.filter((id) => ran.has(id)).map((id) => parts.ids.checkObservation(id)),
      ...checks.flatMap((id) => index.passesByCheck.get(id) ?? []),
      ...checks.flatMap((id) => index.failuresByCheck.get(id) ?? []),
    ]
    const risks = status === 'satisfied' ? [] : checks.flatMap((id) => risksByCheck.get(id) ?? [])
    yield finding(control, status, { observed, risks }, parts)
  }
}

function finding(
  { framework, assessed, controlId, objectiveId }: OscalControl,
  state: 'satisfied' | 'not-satisfied',
  { observed, risks }: { readonly observed: readonly string[]; readonly risks: readonly string[] },
  { ids }: OscalParts,
): unknown {
  const { control, counts, findings: standing } = assessed
  return {
    uuid: ids.finding(`${framework.id} ${control.id}`),
    title: markup(`${frameworkTitle(framework)} ${controlLabel(control)}: ${control.title}`),
    description: markup(
      assessed.reason ?? 'Every check that speaks to this control judged all that is in scope, and none failed.',
    ),
    props: ownProperties({
      control: controlId,
      'checks-mapped': counts.checksMapped,
      'checks-run': counts.checksRan,
      pass: counts.pass,
      fail: counts.fail,
      'not-applicable': counts.notApplicable,
      'not-assessed': counts.notAssessed,
      'findings-open': standing.open,
      'findings-acknowledged': standing.acknowledged,
      'findings-accepted': standing.accepted,
      'findings-false-positive': standing.falsePositive,
    }),
    origins: byTool(ids),
    target: {
      type: 'objective-id',
      'target-id': objectiveId,
      status: { state, reason: state === 'satisfied' ? 'pass' : 'fail' },
    },
    ...filled(
      'related-observations',
      observed.map((uuid) => ({ 'observation-uuid': uuid })),
    ),
    ...filled(
      'related-risks',
      risks.map((uuid) => ({ 'risk-uuid': uuid })),
    ),
  }
}
