import { groupsExtent, suitesExtent } from '#lib/compliance/list-extent.ts'
import type { FindingRow, ObservationRow, ReportException, VerdictRow } from '#lib/compliance/report-snapshot.ts'
import type { Cell, ExportColumn } from '../export-format.ts'
import { csv } from '../formats/csv.ts'
import type { ReportFormat } from './report-format.ts'

/** A column by its key where the row has a plain value under it. */
function plain<Row>(key: Extract<keyof Row, string>, label: string, value: (row: Row) => Cell): ExportColumn<Row> {
  return { key, label, value }
}

const verdictColumns: readonly ExportColumn<VerdictRow>[] = [
  plain('id', 'Verdict', (row) => row.id),
  plain('checkId', 'Check', (row) => row.checkId),
  plain('outcome', 'Outcome', (row) => row.outcome),
  plain('severity', 'Severity', (row) => row.severity),
  plain('subjectKind', 'Subject kind', (row) => row.subjectKind),
  plain('subjectName', 'Subject', (row) => row.subjectName),
  plain('subjectId', 'Subject id', (row) => row.subjectId),
  { key: 'identityName', label: 'Identity', value: (row) => row.identity?.name ?? null },
  plain('environment', 'Environment', (row) => row.environment),
  plain('owner', 'Owner', (row) => row.owner),
  plain('reason', 'Reason', (row) => row.reason),
  plain('evidence', 'Evidence', (row) => JSON.stringify(row.evidence)),
  plain('since', 'Since', (row) => row.since),
  plain('evaluatedAt', 'Evaluated', (row) => row.evaluatedAt),
  plain('observedAt', 'Observed', (row) => row.observedAt),
  plain('observationIds', 'Observations', (row) => row.observationIds.join(' ')),
  plain('method', 'Method', (row) => row.method),
  plain('certificateSha256', 'Certificate SHA-256', (row) => row.certificateSha256),
  plain('findingId', 'Finding', (row) => row.findingId),
]

const findingColumns: readonly ExportColumn<FindingRow>[] = [
  plain('id', 'Finding', (row) => row.id),
  plain('checkId', 'Check', (row) => row.checkId),
  plain('severity', 'Severity', (row) => row.severity),
  plain('status', 'Status', (row) => row.status),
  plain('subjectKind', 'Subject kind', (row) => row.subjectKind),
  plain('subjectName', 'Subject', (row) => row.subjectName),
  plain('subjectId', 'Subject id', (row) => row.subjectId),
  { key: 'identityName', label: 'Identity', value: (row) => row.identity?.name ?? null },
  plain('environment', 'Environment', (row) => row.environment),
  plain('owner', 'Owner', (row) => row.owner),
  plain('openedAt', 'Opened', (row) => row.openedAt),
  plain('dueAt', 'Due', (row) => row.dueAt),
  plain('lastSeenAt', 'Last seen', (row) => row.lastSeenAt),
  plain('assignee', 'Assignee', (row) => row.assignee),
  plain('acceptedUntil', 'Accepted until', (row) => row.acceptedUntil),
  plain('approver', 'Approver', (row) => row.approver),
  plain('reason', 'Reason', (row) => row.reason),
  plain('evidence', 'Evidence', (row) => JSON.stringify(row.evidence)),
]

const exceptionColumns: readonly ExportColumn<ReportException>[] = [
  plain('findingId', 'Finding', (row) => row.findingId),
  plain('checkId', 'Check', (row) => row.checkId),
  plain('title', 'Title', (row) => row.title),
  plain('severity', 'Severity', (row) => row.severity),
  plain('status', 'Status', (row) => row.status),
  plain('subjectName', 'Subject', (row) => row.subjectName),
  plain('identityName', 'Identity', (row) => row.identityName),
  plain('owner', 'Owner', (row) => row.owner),
  plain('reason', 'Reason', (row) => row.reason),
  plain('acceptedUntil', 'Accepted until', (row) => row.acceptedUntil),
  plain('approver', 'Approver', (row) => row.approver),
  plain('decidedBy', 'Decided by', (row) => row.decidedBy),
  plain('decidedAt', 'Decided', (row) => row.decidedAt),
]

const observationColumns: readonly ExportColumn<ObservationRow>[] = [
  plain('id', 'Observation', (row) => row.id),
  plain('endpointId', 'Endpoint id', (row) => row.endpointId),
  plain('host', 'Host', (row) => row.host),
  plain('port', 'Port', (row) => row.port),
  plain('serverName', 'Server name', (row) => row.serverName),
  plain('transport', 'Transport', (row) => row.transport),
  plain('ip', 'Address', (row) => row.ip),
  plain('outcome', 'Outcome', (row) => row.outcome),
  plain('observedAt', 'Observed', (row) => row.observedAt),
  plain('lastSeenAt', 'Last seen', (row) => row.lastSeenAt),
  plain('method', 'Method', (row) => row.method),
  plain('chain', 'Chain SHA-256, leaf first', (row) => row.chain.join(' ')),
  plain('protocol', 'Negotiated version', (row) => row.protocol),
  plain('cipherSuite', 'Negotiated suite', (row) => row.cipherSuite),
  plain('keyExchangeGroup', 'Negotiated group', (row) => row.keyExchangeGroup),
  plain('mtls', 'Client authentication', (row) => row.mtls),
  plain('suites', 'Accepted suites', ({ suites }) =>
    suites === null ? null : byVersion(suites, (version) => suites[version]?.join(' ') ?? ''),
  ),
  plain('suitesComplete', 'List of suites', (row) =>
    row.suites === null
      ? null
      : byVersion({ ...row.suites, ...row.suitesComplete }, (version) => suitesExtent(row, version) ?? 'not had'),
  ),
  plain('groups', 'Accepted groups', (row) => row.groups?.join(' ') ?? null),
  plain('groupsComplete', 'List of groups', groupsExtent),
]

function byVersion(versions: object, of: (version: string) => string): string {
  return Object.keys(versions)
    .map((version) => `${version}: ${of(version)}`)
    .join('; ')
}

const { contentType } = csv

export const csvVerdicts: ReportFormat = {
  key: 'csv-verdicts',
  extension: 'verdicts.csv',
  contentType,
  label: 'Verdicts (CSV)',
  use: 'Every judgement with what it rests on, for spreadsheets.',
  write: (source) => csv.stream(verdictColumns, source.rows('verdict')),
}

export const csvFindings: ReportFormat = {
  key: 'csv-findings',
  extension: 'findings.csv',
  contentType,
  label: 'Findings (CSV)',
  use: 'Every finding that stood, for spreadsheets.',
  write: (source) => csv.stream(findingColumns, source.rows('finding')),
}

export const csvObservations: ReportFormat = {
  key: 'csv-observations',
  extension: 'observations.csv',
  contentType,
  label: 'Observations (CSV)',
  use: 'What was seen at each address, and how complete its lists are, for spreadsheets.',
  write: (source) => csv.stream(observationColumns, source.rows('observation')),
}

export const csvExceptions: ReportFormat = {
  key: 'csv-exceptions',
  extension: 'exceptions.csv',
  contentType,
  label: 'Exceptions (CSV)',
  use: 'What was accepted or called a false positive, by whom and until when, for spreadsheets.',
  write: ({ summary }) => csv.stream(exceptionColumns, each(summary.exceptions)),
}

async function* each<Row>(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows
}
