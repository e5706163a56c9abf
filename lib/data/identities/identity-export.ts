import { rungs } from '#lib/checks/contract.ts'
import type { ExportColumn } from '#lib/export/export-format.ts'
import type { IdentityRow } from './identity-row.ts'

/** The columns of the identities' export. */
export const identityExport: readonly ExportColumn<IdentityRow>[] = [
  { key: 'id', label: 'Id', value: (row) => row.id },
  { key: 'name', label: 'Identity', value: (row) => row.name },
  { key: 'kind', label: 'Kind', value: (row) => row.kind },
  { key: 'environment', label: 'Environment', value: (row) => row.environment },
  { key: 'owner', label: 'Owner', value: (row) => row.owner },
  { key: 'criticality', label: 'Criticality', value: (row) => row.criticality },
  { key: 'origin', label: 'Origin', value: (row) => row.origin },
  { key: 'proven', label: 'Proven', value: (row) => row.proven },
  ...rungs.map(
    (rung): ExportColumn<IdentityRow> => ({
      key: rung,
      label: `${rung.charAt(0).toUpperCase()}${rung.slice(1)}`,
      value: (row) => row.ladder[rung],
    }),
  ),
  { key: 'openFindings', label: 'Open findings', value: (row) => row.openFindings },
  { key: 'worstSeverity', label: 'Worst severity', value: (row) => row.worstSeverity },
  { key: 'endpoints', label: 'Endpoints', value: (row) => row.endpointCount },
  { key: 'nextExpiryAt', label: 'Next expiry at', value: (row) => row.nextExpiryAt },
  { key: 'leafSince', label: 'Oldest certificate since', value: (row) => row.leafSince },
  { key: 'rotationDueAt', label: 'Rotation due at', value: (row) => row.rotation?.dueAt ?? null },
  { key: 'lastSeenAt', label: 'Last seen at', value: (row) => row.lastSeenAt },
  { key: 'evaluatedAt', label: 'Evaluated at', value: (row) => row.evaluatedAt },
  { key: 'retiredAt', label: 'Retired at', value: (row) => row.retiredAt },
]
