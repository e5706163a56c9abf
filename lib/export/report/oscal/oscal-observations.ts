import { allSuitesExtent, groupsExtent } from '#lib/compliance/list-extent.ts'
import type { ObservationRow, ReportCheck, ReportSummary, VerdictRow } from '#lib/compliance/report-snapshot.ts'
import { filled } from '../json-pieces.ts'
import type { OscalIds } from './oscal-estate.ts'
import { byTool, type ObservationIndex, type OscalParts } from './oscal-parts.ts'
import { PassingEvidence, type PassObservation } from './oscal-passes.ts'
import { markup, ownProperties } from './oscal-text.ts'

/** One for each address that was looked at, each check, each judgement that failed, and all that passed of a check. */
export async function* observations(parts: OscalParts, index: ObservationIndex): AsyncGenerator<unknown> {
  for await (const row of parts.source.rows('observation')) yield seen(row, parts)
  for (const check of parts.source.summary.checks) {
    if (hasRun(check)) yield judgedBy(check, parts.source.summary, parts.ids)
  }
  const passing = new PassingEvidence(parts)
  const noted = ({ checkId, uuid, observation }: PassObservation) => {
    index.passesByCheck.set(checkId, uuid)
    return observation
  }
  for await (const row of parts.source.rows('verdict')) {
    for (const one of passing.add(row)) yield noted(one)
    if (row.outcome !== 'fail') continue
    const uuid = parts.ids.verdictObservation(row.id)
    const uuids = index.failuresByCheck.get(row.checkId) ?? []
    uuids.push(uuid)
    index.failuresByCheck.set(row.checkId, uuids)
    if (row.findingId !== null) index.byFinding.set(row.findingId, uuid)
    yield failed(uuid, row, parts)
  }
  for (const one of passing.end()) yield noted(one)
}

export function hasRun(check: ReportCheck): boolean {
  return check.pass + check.fail + check.notApplicable > 0
}

/** What a scan of one address gave: certificate by hash, negotiated parameters, and the checks that passed there. */
function seen(row: ObservationRow, { ids, estate }: OscalParts): unknown {
  const passed = estate.endpoints.get(row.endpointId)?.passed ?? []
  return {
    uuid: ids.observation(row.id),
    title: markup(`${row.host}:${row.port}${row.ip === null ? '' : ` at ${row.ip}`}`),
    description: markup(`${row.method}: ${row.outcome}`),
    props: ownProperties({
      'observation-id': row.id,
      outcome: row.outcome,
      'certificate-sha256': row.chain[0] ?? null,
      protocol: row.protocol,
      'cipher-suite': row.cipherSuite,
      'key-exchange-group': row.keyExchangeGroup,
      'client-authentication': row.mtls,
      'cipher-suites-list': allSuitesExtent(row),
      'groups-list': groupsExtent(row),
      'last-seen-at': row.lastSeenAt,
      'passed-checks': passed.join(' '),
    }),
    methods: ['TEST'],
    types: ['historic'],
    origins: byTool(ids),
    subjects: [{ 'subject-uuid': ids.endpoint(row.endpointId), type: 'inventory-item' }],
    'relevant-evidence': [
      {
        href: `#${ids.snapshot}`,
        description: 'The handshake and the chain as sent, leaf first.',
        ...filled(
          'props',
          row.chain.slice(0, 32).flatMap((sha256) => ownProperties({ 'chain-certificate-sha256': sha256 })),
        ),
      },
    ],
    collected: row.observedAt,
  }
}

/** What one check gave over all that is in scope. */
function judgedBy(check: ReportCheck, summary: ReportSummary, ids: OscalIds): unknown {
  const { pass, fail, notApplicable, notAssessed } = check
  return {
    uuid: ids.checkObservation(check.id),
    title: markup(check.title),
    description: `Judged over all that is in scope: ${pass} pass, ${fail} fail, ${notApplicable} not applicable, ${notAssessed} not assessed.`,
    props: ownProperties({
      check: check.id,
      activity: ids.check(check.id),
      pass,
      fail,
      'not-applicable': notApplicable,
      'not-assessed': notAssessed,
    }),
    methods: ['TEST'],
    types: ['control-objective'],
    origins: byTool(ids),
    'relevant-evidence': [
      {
        href: `#${ids.snapshot}`,
        description: 'Each judgement with its observation ids, time, method and certificate hash.',
      },
    ],
    collected: summary.coverage.observedTo ?? summary.asOf,
    remarks:
      'What failed stands in observations of type finding, one for each; what passed in one of type control-objective that names its subjects, and in the property passed-checks of the observations of type historic.',
  }
}

function failed(uuid: string, row: VerdictRow, { ids, context, source }: OscalParts): unknown {
  const identity = row.subjectKind === 'identity'
  return {
    uuid,
    title: markup(`${row.checkId}: ${row.subjectName}`),
    description: markup(row.reason ?? `The check ${row.checkId} fails.`),
    props: ownProperties({
      check: row.checkId,
      severity: row.severity,
      method: row.method,
      'certificate-sha256': row.certificateSha256,
      since: row.since,
      'evaluated-at': row.evaluatedAt,
      'finding-id': row.findingId,
      environment: row.environment,
      owner: row.owner,
    }),
    ...filled(
      'links',
      context.baseUrl === null || row.findingId === null
        ? []
        : [{ href: `${context.baseUrl}/findings/${row.findingId}`, rel: 'reference' }],
    ),
    methods: ['TEST'],
    types: ['finding'],
    origins: byTool(ids),
    subjects: [
      identity
        ? { 'subject-uuid': ids.identity(row.subjectId), type: 'component' }
        : { 'subject-uuid': ids.endpoint(row.subjectId), type: 'inventory-item' },
    ],
    'relevant-evidence': [
      {
        href: `#${ids.snapshot}`,
        description: markup(JSON.stringify(row.evidence)),
        ...filled(
          'props',
          row.observationIds.slice(0, 64).flatMap((id) => ownProperties({ 'observation-id': id })),
        ),
      },
    ],
    collected: row.observedAt ?? row.evaluatedAt ?? source.summary.asOf,
  }
}
