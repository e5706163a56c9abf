import type { ExportColumn } from '#lib/export/export-format.ts'
import type { QuestionRow } from './question-row.ts'

/** The columns of the questions' export. */
export const questionExport: readonly ExportColumn<QuestionRow>[] = [
  { key: 'id', label: 'Question', value: (row) => row.id },
  { key: 'at', label: 'At', value: (row) => row.at },
  { key: 'actorKind', label: 'Asker kind', value: (row) => row.actorKind },
  { key: 'actorId', label: 'Asker id', value: (row) => row.actorId },
  { key: 'actorName', label: 'Asked by', value: (row) => row.actorName },
  { key: 'identity', label: 'Identity', value: (row) => row.identityName },
  { key: 'identityId', label: 'Identity id', value: (row) => row.identityId },
  { key: 'host', label: 'Host', value: (row) => row.asked.endpoint.host },
  { key: 'port', label: 'Port', value: (row) => row.asked.endpoint.port },
  { key: 'serverName', label: 'Server name', value: (row) => row.asked.endpoint.serverName },
  { key: 'transport', label: 'Transport', value: (row) => row.asked.endpoint.transport },
  { key: 'site', label: 'Site', value: (row) => row.asked.endpoint.site },
  { key: 'endpointId', label: 'Endpoint id', value: (row) => row.endpointId },
  { key: 'maxAgeSeconds', label: 'Oldest acceptable (s)', value: (row) => row.asked.maxAgeSeconds },
  { key: 'verdict', label: 'Answer', value: (row) => row.verdict },
  { key: 'obstacle', label: 'Obstacle', value: (row) => row.obstacle },
  { key: 'scanned', label: 'Scanned for it', value: (row) => row.scanned },
  { key: 'evidenceAt', label: 'Oldest evidence', value: (row) => row.evidenceAt },
]
