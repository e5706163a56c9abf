import type { FindingRow, ReportException } from '#lib/compliance/report-snapshot.ts'
import { filled } from '../json-pieces.ts'
import { byTool, type ObservationIndex, type OscalParts } from './oscal-parts.ts'
import { markup, ownNamespace, ownProperties } from './oscal-text.ts'

/** Values of OSCAL's risk status; a deviation of either kind needs somebody's approval, and says which kind it is. */
const statuses: Readonly<Record<FindingRow['status'], { readonly status: string; readonly deviation: string | null }>> =
  {
    open: { status: 'open', deviation: null },
    acknowledged: { status: 'investigating', deviation: null },
    accepted: { status: 'deviation-approved', deviation: 'risk-acceptance' },
    'false-positive': { status: 'deviation-approved', deviation: 'false-positive' },
  }

/** One for each finding that stood; notes those of each check. */
export async function* risks(
  parts: OscalParts,
  index: ObservationIndex,
  risksByCheck: Map<string, string[]>,
): AsyncGenerator<unknown> {
  const titles = new Map(parts.source.summary.checks.map(({ id, title, why }) => [id, { title, why }]))
  const exceptions = new Map(parts.source.summary.exceptions.map((exception) => [exception.findingId, exception]))
  for await (const row of parts.source.rows('finding')) {
    const uuid = parts.ids.risk(row.id)
    const uuids = risksByCheck.get(row.checkId) ?? []
    uuids.push(uuid)
    risksByCheck.set(row.checkId, uuids)
    const check = titles.get(row.checkId) ?? { title: row.checkId, why: row.checkId }
    yield risk(uuid, row, { check, exception: exceptions.get(row.id), observed: index.byFinding.get(row.id) }, parts)
  }
}

interface Circumstances {
  readonly check: { readonly title: string; readonly why: string }
  readonly exception: ReportException | undefined
  readonly observed: string | undefined
}

function risk(
  uuid: string,
  row: FindingRow,
  { check, exception, observed }: Circumstances,
  parts: OscalParts,
): unknown {
  const { status, deviation } = statuses[row.status]
  const deadline = row.acceptedUntil ?? row.dueAt
  return {
    uuid,
    title: markup(`${check.title}: ${row.subjectName}`),
    description: markup(row.reason ?? check.title),
    statement: markup(check.why),
    props: ownProperties({
      'finding-id': row.id,
      check: row.checkId,
      'finding-status': row.status,
      deviation,
      severity: row.severity,
      'opened-at': row.openedAt,
      'last-seen-at': row.lastSeenAt,
      'accepted-until': row.acceptedUntil,
      'due-at': row.dueAt,
      approver: row.approver,
      assignee: row.assignee,
      owner: row.owner,
    }),
    status,
    origins: byTool(parts.ids),
    characterizations: [
      {
        origin: { actors: [{ type: 'tool', 'actor-uuid': parts.ids.tool }] },
        facets: [{ name: 'severity', system: ownNamespace, value: row.severity }],
      },
    ],
    ...(deadline === null ? {} : { deadline }),
    ...(exception?.decidedAt ? { 'risk-log': { entries: [decision(exception, exception.decidedAt, parts)] } } : {}),
    ...filled('related-observations', observed === undefined ? [] : [{ 'observation-uuid': observed }]),
  }
}

function decision(exception: ReportException, decidedAt: string, { ids }: OscalParts): unknown {
  const { status, acceptedUntil, reason, decidedBy } = exception
  const what =
    status === 'accepted' ? `Accepted until ${acceptedUntil ?? 'further notice'}` : 'Marked as false positive'
  return {
    uuid: ids.riskEntry(exception.findingId),
    title: what,
    description: markup(reason ?? 'No reason is on record.'),
    start: decidedAt,
    ...filled('logged-by', decidedBy === null ? [] : [{ 'party-uuid': ids.party(`person ${decidedBy}`) }]),
    'status-change': 'deviation-approved',
  }
}
