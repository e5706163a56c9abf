import { frameworkTitle } from '#lib/compliance/report-frameworks.ts'
import type { ReportSource, ReportSummary } from '#lib/compliance/report-snapshot.ts'
import { filled } from '../json-pieces.ts'
import type { ReportContext } from '../report-format.ts'
import type { OscalEstate, OscalIds } from './oscal-estate.ts'
import type { OscalParts } from './oscal-parts.ts'
import { markup, oscalString, ownProperties } from './oscal-text.ts'

const oscalVersion = '1.1.3'

/** Deterministic: what the file says of its own time is the report's instant. */
export function metadata(
  { summary, sha256 }: ReportSource,
  { productVersion }: ReportContext,
  estate: OscalEstate,
  ids: OscalIds,
): unknown {
  const parties = [
    ...[...people(summary)].map((name) => party('person', name, ids.party(`person ${name}`))),
    ...[...estate.owners].map((name) => party('organization', name, ids.party(`owner ${name}`))),
  ]
  return {
    title: markup(summary.name),
    published: summary.asOf,
    'last-modified': summary.asOf,
    version: sha256.slice(0, 12),
    'oscal-version': oscalVersion,
    props: ownProperties({
      'report-id': summary.id,
      'snapshot-sha256': sha256,
      'report-made-by-version': summary.productVersion,
      'file-written-by-version': productVersion,
    }),
    roles: [
      { id: 'assessor', title: 'Who made the report' },
      { id: 'owner', title: 'Who answers for an identity' },
    ],
    parties,
    'responsible-parties': [{ 'role-id': 'assessor', 'party-uuids': [ids.party(`person ${summary.createdBy}`)] }],
  }
}

function people(summary: ReportSummary): ReadonlySet<string> {
  const deciders = summary.exceptions.flatMap(({ decidedBy }) => (decidedBy === null ? [] : [decidedBy]))
  return new Set([summary.createdBy, ...deciders])
}

function party(type: 'person' | 'organization', name: string, uuid: string): unknown {
  return { uuid, type, name: oscalString(name) }
}

export function tool({ source, ids }: OscalParts): unknown {
  return {
    components: [
      {
        uuid: ids.tool,
        type: 'software',
        title: 'Countersign',
        description: 'Observes TLS endpoints and judges which identities they prove.',
        props: [
          { name: 'version', value: oscalString(source.summary.productVersion) },
          ...source.summary.coverage.engines.flatMap((engine) => ownProperties({ 'path-validation-engine': engine })),
        ],
        status: { state: 'operational' },
      },
    ],
    'assessment-platforms': [
      { uuid: ids.platform, title: 'Countersign', 'uses-components': [{ 'component-uuid': ids.tool }] },
    ],
  }
}

export function backMatter({ summary, sha256 }: ReportSource, { baseUrl }: ReportContext, ids: OscalIds): unknown {
  const links = baseUrl === null ? [] : [{ href: `${baseUrl}/compliance/reports/${summary.id}` }]
  return {
    resources: [
      { uuid: ids.plan, title: 'Method of the assessment', description: markup(summary.method) },
      {
        uuid: ids.snapshot,
        title: 'The frozen report',
        description: 'All rows, as JSON: report.json of the signed bundle, or the JSON export of this report.',
        props: ownProperties({ 'report-id': summary.id, 'snapshot-sha256': sha256 }),
        ...filled('rlinks', links),
      },
      ...summary.frameworks.map((framework) => ({
        uuid: ids.framework(framework.id),
        title: markup(frameworkTitle(framework)),
        ...(framework.note === null ? {} : { description: markup(framework.note) }),
        props: ownProperties({
          framework: framework.id,
          version: framework.version,
          identifiers: framework.identifiers,
        }),
        rlinks: [{ href: encodeURI(framework.url) }],
      })),
    ],
  }
}
