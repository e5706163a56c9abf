import type { ReuseKind } from '#lib/checks/reuse-kind.ts'
import type { Severity } from '#lib/core/severity.ts'
import { certificateName } from '../certificates/certificate-name.ts'
import { none } from '../findings/filter.ts'
import { type ClusterSubject, type ClusterVerdict, clusterName } from './cluster.ts'

/** Something that more than one place uses. Text in it comes from certificates. */
export interface ClusterRow {
  /** As URLs name it: `key-<hex>`, `ca-<hex>`, `client-ca-<hex>`. */
  readonly id: string
  readonly subject: ClusterSubject
  /** SHA-256 of the SPKI, or of the CA's name, in hex. */
  readonly hash: string
  /** Of its newest certificate, or the CA's name. */
  readonly title: string
  /** Empty where nothing is shared that ought to be apart. */
  readonly kinds: readonly ReuseKind[]
  readonly verdict: ClusterVerdict
  readonly endpoints: number
  /** Endpoints that are bound to no identity. */
  readonly unbound: number
  readonly identities: number
  /** Leaves with the key, or below the CA, that are served now; 0 for the name of a CA. */
  readonly certificates: number
  /** Names; without the places that have none. */
  readonly environments: readonly string[]
  readonly owners: readonly string[]
  /** Active findings of its kinds at its places. */
  readonly findings: number
  readonly severity: Severity | null
  /** Of a key: when its newest leaf ends. */
  readonly expiresAt: Date | null
  /** Of a public certificate used as a client: from when on it works no more. */
  readonly breaksAt: Date | null
}

export interface ClusterColumns extends Omit<{ [Key in keyof ClusterRow]: ClusterRow[Key] }, 'id'> {
  /** For keyset pages. */
  readonly order: string
}

/** Looked up for the rows that are shown alone, wherever a list can: `clusters` holds them all. */
export const clusterTitle = `COALESCE(clusters.name, (SELECT ${certificateName} FROM certificate c WHERE c.id = clusters.certificate_id), '')`

export const clusterExpiry = `CASE WHEN clusters.subject = 'key' THEN (SELECT c.not_after FROM certificate c WHERE c.id = clusters.certificate_id) END`

/** Of the table `clusters` (cluster-rows.ts). */
export const clusterColumns = `id AS "order", subject, encode(hash, 'hex') AS hash, ${clusterTitle} AS title, kinds, verdict, endpoints, unbound,
  identities, certificates, environments, owners, findings, severity, ${clusterExpiry} AS "expiresAt", breaks_at AS "breaksAt"`

export function toClusterRow({ order: _, ...row }: ClusterColumns): ClusterRow {
  const named = (all: readonly string[]) => all.filter((name) => name !== none)
  return { ...row, id: clusterName(row), environments: named(row.environments), owners: named(row.owners) }
}
