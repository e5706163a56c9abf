import type { ExportColumn } from '#lib/export/export-format.ts'

/** A team or person by the name that identities carry. */
export interface OwnerRow {
  /** For pages and lists alone, made of the name. */
  readonly id: string
  readonly name: string
  /** Those that nobody has said anything of are taken to be active. */
  readonly active: boolean
  /** Since when it is inactive; null: active, or not known. */
  readonly since: Date | null
  readonly contact: string | null
  /** hand or import; null: it is only named by identities. */
  readonly source: string | null
  readonly recordedAt: Date | null
  /** In service. */
  readonly identities: number
  /** Open and acknowledged. */
  readonly openFindings: number
}

/** The columns of the owners' export; the first ones are what an import reads. */
export const ownerExport: readonly ExportColumn<OwnerRow>[] = [
  { key: 'name', label: 'name', value: (row) => row.name },
  { key: 'active', label: 'active', value: (row) => row.active },
  { key: 'since', label: 'since', value: (row) => row.since },
  { key: 'contact', label: 'contact', value: (row) => row.contact },
  { key: 'source', label: 'source', value: (row) => row.source },
  { key: 'identities', label: 'identities', value: (row) => row.identities },
  { key: 'openFindings', label: 'open findings', value: (row) => row.openFindings },
]
