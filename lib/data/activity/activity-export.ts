import type { ExportColumn } from '#lib/export/export-format.ts'
import type { ActivityRow } from './list-activity.ts'

/** The columns of the audit log's export. */
export const activityExport: readonly ExportColumn<ActivityRow>[] = [
  { key: 'id', label: 'Entry', value: (row) => row.id },
  { key: 'at', label: 'At', value: (row) => row.at },
  { key: 'actorKind', label: 'Actor kind', value: (row) => row.actorKind },
  { key: 'actorId', label: 'Actor id', value: (row) => row.actorId },
  { key: 'actorName', label: 'Actor', value: (row) => row.actorName },
  { key: 'action', label: 'Action', value: (row) => row.action },
  { key: 'objectType', label: 'Object', value: (row) => row.objectType },
  { key: 'objectId', label: 'Object id', value: (row) => row.objectId },
  { key: 'objectName', label: 'Object name now', value: (row) => row.objectName },
  { key: 'detail', label: 'Detail', value: (row) => JSON.stringify(row.detail) },
]
