import type { ExportColumn } from '#lib/export/export-format.ts'
import type { DiscoveryResultRow } from './list-results.ts'

/** The columns of a run's export. */
export const discoveryResultExport: readonly ExportColumn<DiscoveryResultRow>[] = [
  { key: 'line', label: 'Line', value: (row) => row.line },
  { key: 'host', label: 'Host', value: (row) => row.host },
  { key: 'port', label: 'Port', value: (row) => row.port },
  { key: 'outcome', label: 'Outcome', value: (row) => row.outcome },
  { key: 'detail', label: 'Detail', value: (row) => row.detail },
  { key: 'identity', label: 'Identity', value: (row) => row.identity },
  { key: 'endpointId', label: 'Endpoint', value: (row) => row.endpointId },
]
