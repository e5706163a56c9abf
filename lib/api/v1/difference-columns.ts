import type { ExportedDifference } from '#lib/data/what-if/export-differences.ts'
import type { ExportColumn } from '#lib/export/export-format.ts'
import { pathReasonText } from '#lib/x509/path/path-reason-words.ts'

export const differenceColumns: readonly ExportColumn<ExportedDifference>[] = [
  { key: 'turn', label: 'What becomes of it', value: (row) => row.turn },
  { key: 'endpoint', label: 'Endpoint', value: (row) => row.endpoint },
  { key: 'identity', label: 'Identity', value: (row) => row.identity },
  { key: 'environment', label: 'Environment', value: (row) => row.environment },
  { key: 'store', label: 'Trust store', value: (row) => row.store },
  { key: 'leaf', label: 'Leaf', value: (row) => row.leaf },
  { key: 'trustedBefore', label: 'Trusted before', value: (row) => row.before.trusted },
  { key: 'reasonBefore', label: 'Why not, before', value: (row) => words(row.before.reason) },
  { key: 'pathBefore', label: 'Path before', value: (row) => row.pathBefore },
  { key: 'trustedAfter', label: 'Trusted after', value: (row) => row.after.trusted },
  { key: 'reasonAfter', label: 'Why not, after', value: (row) => words(row.after.reason) },
  { key: 'pathAfter', label: 'Path after', value: (row) => row.pathAfter },
  { key: 'codeBefore', label: 'Code before', value: (row) => row.before.reason },
  { key: 'codeAfter', label: 'Code after', value: (row) => row.after.reason },
  { key: 'leafSha256', label: 'Leaf SHA-256', value: (row) => row.leafSha256 },
  { key: 'pathSha256Before', label: 'Path before, SHA-256', value: (row) => row.before.path.join(' ') },
  { key: 'pathSha256After', label: 'Path after, SHA-256', value: (row) => row.after.path.join(' ') },
  { key: 'judgedAt', label: 'Judged at', value: (row) => row.judgedAt },
]

function words(reason: string | null): string | null {
  return reason === null ? null : pathReasonText(reason)
}
