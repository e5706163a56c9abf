import type { ExportColumn } from '#lib/export/export-format.ts'
import type { EndpointRow } from './endpoint-row.ts'

/** The columns of the endpoints' export. */
export const endpointExport: readonly ExportColumn<EndpointRow>[] = [
  { key: 'id', label: 'Id', value: (row) => row.id },
  { key: 'host', label: 'Host', value: (row) => row.host },
  { key: 'port', label: 'Port', value: (row) => row.port },
  { key: 'serverName', label: 'SNI', value: (row) => row.serverName },
  { key: 'transport', label: 'Transport', value: (row) => row.transport },
  { key: 'site', label: 'Site', value: (row) => row.site },
  { key: 'identity', label: 'Identity', value: (row) => row.identity },
  { key: 'boundBy', label: 'Bound by', value: (row) => row.boundBy },
  { key: 'environment', label: 'Environment', value: (row) => row.environment },
  { key: 'owner', label: 'Owner', value: (row) => row.owner },
  { key: 'tags', label: 'Tags', value: (row) => row.tags.join(' ') },
  { key: 'enabled', label: 'Scanned', value: (row) => row.enabled },
  { key: 'origin', label: 'Origin', value: (row) => row.origin },
  { key: 'lastOutcome', label: 'Last outcome', value: (row) => row.lastOutcome },
  { key: 'lastScanAt', label: 'Last scan', value: (row) => row.lastScanAt },
  { key: 'lastSeenAt', label: 'Last seen', value: (row) => row.lastSeenAt },
  { key: 'stale', label: 'Stale', value: (row) => row.stale },
  { key: 'consecutiveFailures', label: 'Failures in a row', value: (row) => row.consecutiveFailures },
  { key: 'protocol', label: 'Protocol', value: (row) => row.protocol },
  { key: 'cipherSuite', label: 'Cipher suite', value: (row) => row.cipherSuite },
  { key: 'keyExchangeGroup', label: 'Key exchange group', value: (row) => row.keyExchangeGroup },
  { key: 'mtls', label: 'Client certificates', value: (row) => row.mtls },
  { key: 'nextExpiryAt', label: 'Next expiry', value: (row) => row.nextExpiryAt },
  { key: 'addressCount', label: 'Addresses', value: (row) => row.addressCount },
  { key: 'worstSeverity', label: 'Worst finding', value: (row) => row.worstSeverity },
  { key: 'openFindings', label: 'Open findings', value: (row) => row.openFindings },
  { key: 'nextScanAt', label: 'Next scan', value: (row) => row.nextScanAt },
]
