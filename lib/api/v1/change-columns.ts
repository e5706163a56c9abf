import type { ReportChange } from '#lib/compliance/compare-verdicts.ts'
import type { ExportColumn } from '#lib/export/export-format.ts'

/** What differs between two reports, for CSV and JSON. */
export const changeColumns: readonly ExportColumn<ReportChange>[] = [
  { key: 'verdictChange', label: 'Verdict became', value: ({ verdict }) => verdict ?? 'same' },
  { key: 'findingChange', label: 'Finding became', value: ({ finding }) => finding },
  { key: 'checkId', label: 'Check', value: ({ checkId }) => checkId },
  { key: 'checkTitle', label: 'Check title', value: ({ title }) => title },
  { key: 'subjectKind', label: 'Subject kind', value: ({ subjectKind }) => subjectKind },
  { key: 'subjectId', label: 'Subject id', value: ({ subjectId }) => subjectId },
  { key: 'subject', label: 'Subject', value: ({ subjectName }) => subjectName },
  { key: 'identity', label: 'Identity', value: ({ identityName }) => identityName },
  { key: 'environment', label: 'Environment', value: ({ environment }) => environment },
  { key: 'owner', label: 'Owner', value: ({ owner }) => owner },
  { key: 'verdictBefore', label: 'Verdict before', value: ({ before }) => before?.outcome ?? null },
  { key: 'verdictAfter', label: 'Verdict after', value: ({ after }) => after?.outcome ?? null },
  { key: 'severityBefore', label: 'Severity before', value: ({ before }) => before?.severity ?? null },
  { key: 'severityAfter', label: 'Severity after', value: ({ after }) => after?.severity ?? null },
  { key: 'reasonBefore', label: 'Reason before', value: ({ before }) => before?.reason ?? null },
  { key: 'reasonAfter', label: 'Reason after', value: ({ after }) => after?.reason ?? null },
  { key: 'findingBefore', label: 'Finding before', value: ({ before }) => before?.findingStatus ?? null },
  { key: 'findingAfter', label: 'Finding after', value: ({ after }) => after?.findingStatus ?? null },
]
