import { controlLabel, frameworkTitle } from '#lib/compliance/report-frameworks.ts'
import type { ReportControl, ReportFramework, ReportSummary } from '#lib/compliance/report-snapshot.ts'
import { filled } from '../json-pieces.ts'
import type { OscalIds } from './oscal-estate.ts'
import { markup, oscalString, ownProperties } from './oscal-text.ts'

/** A control of the report with the tokens that it goes by in the file. */
export interface OscalControl {
  readonly framework: ReportFramework
  readonly assessed: ReportControl
  readonly controlId: string
  readonly objectiveId: string
}

/** Every control, in the report's order. A token that two frameworks share is told apart by the framework's id. */
export function oscalControls(summary: ReportSummary): readonly OscalControl[] {
  const uses = new Map<string, number>()
  for (const { controls } of summary.frameworks) {
    for (const { control } of controls) uses.set(control.oscalId, (uses.get(control.oscalId) ?? 0) + 1)
  }
  return summary.frameworks.flatMap((framework) =>
    framework.controls.map((assessed) => {
      const token = assessed.control.oscalId
      const controlId = uses.get(token) === 1 ? token : `${framework.id}.${token}`
      return { framework, assessed, controlId, objectiveId: `${controlId}_obj.tls-identity` }
    }),
  )
}

/** The objectives that findings point at: what this assessment asks of each control, and how it stands. */
export function localObjective({ framework, assessed, controlId, objectiveId }: OscalControl, ids: OscalIds): unknown {
  const { control, status, reason, checks } = assessed
  return {
    'control-id': controlId,
    description: markup(`${frameworkTitle(framework)} ${controlLabel(control)}: ${control.title}`),
    props: [
      ...ownProperties({
        framework: framework.id,
        'official-label': controlLabel(control),
        'title-kind': control.titleKind,
        'assessment-status': status,
        'assessment-reason': reason,
        'checks-mapped': assessed.counts.checksMapped,
        'checks-run': assessed.counts.checksRan,
      }),
      ...assessed.citations.flatMap(({ asCited, document, verdict }) =>
        ownProperties({ 'cited-as': `${asCited.framework} ${asCited.reference ?? ''} (${document}; ${verdict})` }),
      ),
    ],
    links: [{ href: `#${ids.framework(framework.id)}`, rel: 'reference' }],
    parts: [
      {
        id: objectiveId,
        name: 'assessment-objective',
        prose: 'Determine whether TLS identities in scope give no evidence against this control.',
        ...filled(
          'parts',
          checks.map((check) => ({
            name: 'assessment-method',
            props: [
              { name: 'method', value: 'TEST' },
              ...ownProperties({ check: check.checkId, relation: check.relation }),
            ],
            prose: markup(`${check.title}: ${check.rationale}`),
          })),
        ),
      },
    ],
  }
}

export function reviewedControls(summary: ReportSummary, controls: readonly OscalControl[]): unknown {
  const selected = summary.frameworks.filter((framework) => framework.controls.length > 0)
  return {
    description: 'Official controls to which checks of TLS identity speak.',
    'control-selections':
      selected.length === 0
        ? [{ description: 'No framework is in this report.' }]
        : selected.map((framework) => ({
            description: markup(frameworkTitle(framework)),
            props: ownProperties({ framework: framework.id }),
            'include-controls': of(controls, framework).map(({ controlId }) => ({ 'control-id': controlId })),
          })),
    ...filled(
      'control-objective-selections',
      selected.map((framework) => ({
        description: markup(frameworkTitle(framework)),
        'include-objectives': of(controls, framework).map(({ objectiveId }) => ({ 'objective-id': objectiveId })),
      })),
    ),
  }
}

function of(controls: readonly OscalControl[], framework: ReportFramework): readonly OscalControl[] {
  return controls.filter((control) => control.framework === framework)
}

/** What each check is, as an activity of the assessment. */
export function activity(
  check: ReportSummary['checks'][number],
  controls: readonly OscalControl[],
  ids: OscalIds,
): unknown {
  const speaksTo = controls.filter(({ assessed }) => assessed.checks.some(({ checkId }) => checkId === check.id))
  return {
    uuid: ids.check(check.id),
    title: markup(check.title),
    description: markup(check.why),
    props: [{ name: 'method', value: 'TEST' }, ...ownProperties({ check: check.id, group: check.group })],
    ...filled(
      'links',
      check.references.map(({ label, url }) => ({ href: encodeURI(url), rel: 'reference', text: oscalString(label) })),
    ),
    ...(speaksTo.length === 0
      ? {}
      : {
          'related-controls': {
            'control-selections': [
              { 'include-controls': speaksTo.map(({ controlId }) => ({ 'control-id': controlId })) },
            ],
          },
        }),
    remarks: markup(check.fix),
  }
}
