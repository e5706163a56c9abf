import type { KeyExposureFact } from '#lib/checks/facts.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import { groupBy } from '../observations/sighting.ts'
import type { Reading } from '../read-together.ts'
import { type Db, rows } from '../sql.ts'

/** Places of found keys that an endpoint is told of. */
const maxExposures = 100

export interface ExposureRow extends KeyExposureFact {
  readonly endpointId: string
}

/**
 * Private keys that were found elsewhere: those of leaves that an endpoint presented at any time, and of certificates that
 * were issued for its identity. `ids`: what holds ids of endpoints.
 */
export const keyExposures = (ids = '$1'): Reading<ExposureRow> => ({
  text: `WITH exposed AS (
       SELECT k.*, c.id AS certificate_id, c.sha256, c.not_after
         FROM key_exposure k JOIN certificate c ON c.spki_sha256 = k.spki_sha256 AND NOT c.is_ca
     ), concerned AS (
       SELECT a.endpoint_id, x.* FROM exposed x
         JOIN presence p ON p.certificate_id = x.certificate_id AND p.position = 0 JOIN address a ON a.id = p.address_id
        WHERE a.endpoint_id = ANY (${ids}::uuid[])
       UNION
       SELECT e.id, x.* FROM exposed x
         JOIN issued_certificate ic ON ic.certificate_id = x.certificate_id JOIN endpoint e ON e.identity_id = ic.identity_id
        WHERE e.id = ANY (${ids}::uuid[])
     )
     SELECT DISTINCT ON (endpoint_id, id) endpoint_id AS "endpointId", encode(spki_sha256, 'hex') AS "spkiSha256", location,
            found_at AS "foundAt", found_by AS "foundBy", encode(sha256, 'hex') AS "certificateSha256", not_after AS "notAfter"
       FROM concerned ORDER BY endpoint_id, id, not_after DESC`,
  dates: ['foundAt', 'notAfter'],
})

/** By endpoint; every one has an entry. */
export function toKeyExposures(
  found: readonly ExposureRow[],
  endpointIds: readonly string[],
): Map<string, readonly KeyExposureFact[]> {
  const grouped = groupBy(found, (row) => row.endpointId)
  return new Map(
    endpointIds.map((id) => {
      const own = (grouped.get(id) ?? []).map(({ endpointId: _, ...exposure }) => exposure)
      return [id, own.toSorted((a, b) => +b.notAfter - +a.notAfter).slice(0, maxExposures)]
    }),
  )
}

interface KeyRow {
  readonly id: string
  readonly spkiSha256: string
  readonly location: string
  readonly foundAt: Date
  readonly foundBy: string
  readonly certificateSha256: string | null
  readonly notAfter: Date | null
}

/**
 * As `keyExposures`, for leaves that no record need know, and for whom they are to prove: an identity's id, or null.
 */
export async function loadExposuresOf(
  db: Db,
  leaves: readonly Pick<Certificate, 'sha256' | 'spkiSha256' | 'notAfter'>[],
  identityId: string | null,
): Promise<readonly KeyExposureFact[]> {
  const found = await rows<{ [Key in keyof KeyRow]: KeyRow[Key] }>(
    db,
    `SELECT DISTINCT ON (k.id) k.id, encode(k.spki_sha256, 'hex') AS "spkiSha256", location, found_at AS "foundAt",
            found_by AS "foundBy", encode(c.sha256, 'hex') AS "certificateSha256", c.not_after AS "notAfter"
       FROM key_exposure k LEFT JOIN certificate c ON c.spki_sha256 = k.spki_sha256 AND NOT c.is_ca
      WHERE k.spki_sha256 = ANY ($1::bytea[])
         OR k.spki_sha256 IN (SELECT own.spki_sha256 FROM issued_certificate ic
                                JOIN certificate own ON own.id = ic.certificate_id AND NOT own.is_ca
                               WHERE ic.identity_id = $2)
      ORDER BY k.id, c.not_after DESC NULLS LAST`,
    [leaves.map(({ spkiSha256 }) => Buffer.from(spkiSha256, 'hex')), identityId],
  )
  const exposures = found.flatMap(({ id: _, certificateSha256, notAfter, ...exposure }) => {
    const shown = leaves
      .filter(({ spkiSha256 }) => spkiSha256 === exposure.spkiSha256)
      .map((leaf) => ({ certificateSha256: leaf.sha256, notAfter: new Date(leaf.notAfter) }))
    const known = certificateSha256 === null || notAfter === null ? shown : [{ certificateSha256, notAfter }, ...shown]
    const [longest] = known.toSorted((a, b) => +b.notAfter - +a.notAfter)
    return longest ? [{ ...exposure, ...longest }] : []
  })
  return exposures.toSorted((a, b) => +b.notAfter - +a.notAfter).slice(0, maxExposures)
}
