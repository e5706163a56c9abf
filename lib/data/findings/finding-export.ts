import type { ExportColumn } from '#lib/export/export-format.ts'
import type { FindingRow } from './finding-row.ts'

/** The columns of the findings' export. */
export const findingExport: readonly ExportColumn<FindingRow>[] = [
  { key: 'id', label: 'Id', value: (row) => row.id },
  { key: 'severity', label: 'Severity', value: (row) => row.severity },
  { key: 'status', label: 'Status', value: (row) => row.status },
  { key: 'checkId', label: 'Check', value: (row) => row.checkId },
  { key: 'title', label: 'Title', value: (row) => row.title },
  { key: 'group', label: 'Group', value: (row) => row.group },
  { key: 'subjectKind', label: 'Subject kind', value: (row) => row.subjectKind },
  { key: 'subject', label: 'Subject', value: (row) => row.subjectName },
  { key: 'identity', label: 'Identity', value: (row) => row.identity?.name ?? null },
  { key: 'environment', label: 'Environment', value: (row) => row.environment },
  { key: 'owner', label: 'Owner', value: (row) => row.owner },
  { key: 'assignee', label: 'Assignee', value: (row) => row.assignee?.name ?? null },
  { key: 'openedAt', label: 'Opened at', value: (row) => row.openedAt },
  { key: 'lastSeenAt', label: 'Last seen at', value: (row) => row.lastSeenAt },
  { key: 'resolvedAt', label: 'Resolved at', value: (row) => row.resolvedAt },
  { key: 'dueAt', label: 'Due at', value: (row) => row.dueAt },
  { key: 'acceptedUntil', label: 'Accepted until', value: (row) => row.acceptedUntil },
  { key: 'reason', label: 'Reason', value: (row) => row.reason },
  { key: 'approver', label: 'Approved by', value: (row) => row.approver?.name ?? null },
  { key: 'proposedUntil', label: 'Proposed until', value: (row) => row.proposal?.until ?? null },
  { key: 'proposedBy', label: 'Proposed by', value: (row) => row.proposal?.byName ?? null },
  { key: 'timesReopened', label: 'Times reopened', value: (row) => row.timesReopened },
]
