import { pool } from '#lib/db/client.ts'
import { certificateName } from '../certificates/certificate-name.ts'
import { servedNow, servedPlaces } from '../served-places.ts'
import { rows } from '../sql.ts'
import type { ClusterRef } from './cluster.ts'

/** A certificate of a cluster's key, or of its CA. */
export interface ClusterCertificate {
  readonly sha256: string
  readonly name: string
  readonly issuer: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** When scans saw it first and last as a leaf; null where it never was served (a record, or a CA). */
  readonly servedFrom: Date | null
  readonly servedUntil: Date | null
  /** Endpoints that serve it as their leaf now. */
  readonly endpoints: number
  /** Rotations to it that kept the key of the one before. */
  readonly kept: number
}

const most = 60

/** Newest first, at most sixty, and how many there are. */
export async function listClusterCertificates({
  subject,
  hash,
}: ClusterRef): Promise<{ readonly certificates: readonly ClusterCertificate[]; readonly count: number }> {
  const where =
    subject === 'client-ca' ? `c.is_ca AND sha256(convert_to(c.subject, 'UTF8')) = $1` : 'c.spki_sha256 = $1'
  const found = await rows<{ [Key in keyof ClusterCertificate]: ClusterCertificate[Key] } & { total: number }>(
    pool(),
    `SELECT encode(c.sha256, 'hex') AS sha256, ${certificateName} AS name, c.issuer, c.not_before AS "notBefore",
            c.not_after AS "notAfter", seen.first AS "servedFrom", seen.last AS "servedUntil",
            (SELECT count(DISTINCT e.id)::int FROM ${servedPlaces} WHERE p.certificate_id = c.id AND p.position = 0 AND ${servedNow}) AS endpoints,
            (SELECT count(*)::int FROM rotation r WHERE r.next_id = c.id AND r.key_kept) AS kept, (count(*) OVER ())::int AS total
       FROM certificate c
       LEFT JOIN LATERAL (SELECT min(p.opened_at) AS first, max(COALESCE(p.closed_at, p.last_seen_at)) AS last
                            FROM presence p WHERE p.certificate_id = c.id AND p.position = 0) seen ON true
      WHERE ${where} ORDER BY c.not_before DESC, c.sha256 LIMIT ${most}`,
    [Buffer.from(hash, 'hex')],
  )
  return { certificates: found.map(({ total: _, ...one }) => one), count: found[0]?.total ?? 0 }
}
