import type { KeyExposureFact } from '#lib/checks/facts.ts'
import { groupBy } from '../observations/sighting.ts'
import { type Db, rows } from '../sql.ts'

/** Places of found keys that an endpoint is told of. */
const maxExposures = 100

interface ExposureRow extends KeyExposureFact {
  readonly endpointId: string
}

/**
 * Private keys that were found elsewhere, by endpoint: those of leaves that it presented at any time, and of certificates
 * that were issued for its identity. Every endpoint has an entry. One query.
 */
export async function loadKeyExposures(
  db: Db,
  endpointIds: readonly string[],
): Promise<Map<string, readonly KeyExposureFact[]>> {
  const found = await rows<{ [Key in keyof ExposureRow]: ExposureRow[Key] }>(
    db,
    `WITH exposed AS (
       SELECT k.*, c.id AS certificate_id, c.sha256, c.not_after
         FROM key_exposure k JOIN certificate c ON c.spki_sha256 = k.spki_sha256 AND NOT c.is_ca
     ), concerned AS (
       SELECT a.endpoint_id, x.* FROM exposed x
         JOIN presence p ON p.certificate_id = x.certificate_id AND p.position = 0 JOIN address a ON a.id = p.address_id
        WHERE a.endpoint_id = ANY ($1::uuid[])
       UNION
       SELECT e.id, x.* FROM exposed x
         JOIN issued_certificate ic ON ic.certificate_id = x.certificate_id JOIN endpoint e ON e.identity_id = ic.identity_id
        WHERE e.id = ANY ($1::uuid[])
     )
     SELECT DISTINCT ON (endpoint_id, id) endpoint_id AS "endpointId", encode(spki_sha256, 'hex') AS "spkiSha256", location,
            found_at AS "foundAt", found_by AS "foundBy", encode(sha256, 'hex') AS "certificateSha256", not_after AS "notAfter"
       FROM concerned ORDER BY endpoint_id, id, not_after DESC`,
    [endpointIds],
  )
  const grouped = groupBy(found, (row) => row.endpointId)
  return new Map(
    endpointIds.map((id) => {
      const own = (grouped.get(id) ?? []).map(({ endpointId: _, ...exposure }) => exposure)
      return [id, own.toSorted((a, b) => +b.notAfter - +a.notAfter).slice(0, maxExposures)]
    }),
  )
}
