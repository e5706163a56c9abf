import type { BoundedCount } from '#lib/core/page.ts'
import { servedNow, servedPlaces } from '../served-places.ts'
import { type Db, rows } from '../sql.ts'

const most = 10_000
const mostSteps = 8

/**
 * SQL of the ids of all certificates whose signatures lead to a key, directly or through others, as far as signatures
 * were verified. `spki`: SQL of the SHA-256 of its SPKI.
 */
export function certificatesBelow(spki: string): string {
  return `WITH RECURSIVE below AS (
      SELECT ${spki} AS spki, NULL::uuid AS id, 0 AS step
      UNION
      SELECT c.spki_sha256, c.id, below.step + 1
        FROM below JOIN verified_edge v ON v.issuer_spki_sha256 = below.spki AND v.outcome = 'verified'
        JOIN certificate c ON c.sha256 = v.child_sha256
       WHERE below.step < ${mostSteps}
    ) SELECT id FROM below WHERE id IS NOT NULL`
}

/**
 * Leaves below a key (SHA-256 of the SPKI in hex) that are served now. Whether another path would do as well is the blast radius' question.
 */
export async function countLeavesBelow(db: Db, spkiSha256: string): Promise<BoundedCount> {
  const [row] = await rows<{ count: number }>(
    db,
    `SELECT count(*)::int AS count FROM (
       SELECT DISTINCT p.certificate_id FROM ${servedPlaces}
        WHERE p.position = 0 AND ${servedNow} AND p.certificate_id IN (${certificatesBelow('$1::bytea')})
        LIMIT ${most + 1}) served`,
    [Buffer.from(spkiSha256, 'hex')],
  )
  const count = row?.count ?? 0
  return { count: Math.min(count, most), exact: count <= most }
}
