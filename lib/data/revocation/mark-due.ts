import { inTransaction, rows } from '../sql.ts'

/**
 * Makes endpoints due for evaluation at which one of these certificates counts: it is served there, or its key stands
 * above what is served. Gives how many.
 */
export async function markEndpointsDue(certificateIds: readonly string[], now: Date): Promise<number> {
  if (certificateIds.length === 0) return 0
  return inTransaction(async (tx) => {
    const moved = await rows<{ id: string }>(
      tx,
      `WITH RECURSIVE below AS (
         SELECT id, spki_sha256, is_ca FROM certificate WHERE id = ANY ($1::uuid[])
         UNION
         SELECT c.id, c.spki_sha256, c.is_ca FROM below JOIN verified_edge v ON below.is_ca
            AND v.issuer_spki_sha256 = below.spki_sha256 AND v.outcome = 'verified' JOIN certificate c ON c.sha256 = v.child_sha256
       )
       UPDATE endpoint SET reevaluate_at = LEAST(reevaluate_at, $2) WHERE id IN (
         SELECT e.id FROM endpoint e WHERE e.id IN (
           SELECT a.endpoint_id FROM presence p JOIN address a ON a.id = p.address_id AND a.gone_at IS NULL
            WHERE p.closed_at IS NULL AND p.certificate_id IN (SELECT id FROM below))
          ORDER BY e.id FOR NO KEY UPDATE) RETURNING id`,
      [[...new Set(certificateIds)], now],
    )
    return moved.length
  })
}

/** The same for endpoints that serve a certificate which names one of these URLs. */
export async function markNamingEndpointsDue(urls: readonly string[], now: Date): Promise<number> {
  if (urls.length === 0) return 0
  return inTransaction(async (tx) => {
    const moved = await rows<{ id: string }>(
      tx,
      `UPDATE endpoint SET reevaluate_at = LEAST(reevaluate_at, $2) WHERE id IN (
         SELECT e.id FROM endpoint e WHERE e.id IN (
           SELECT a.endpoint_id FROM presence p JOIN address a ON a.id = p.address_id AND a.gone_at IS NULL
             JOIN certificate c ON c.id = p.certificate_id
            WHERE p.closed_at IS NULL AND (c.fields -> 'crlUrls' ?| $1::text[] OR c.fields -> 'ocspUrls' ?| $1::text[]
               OR c.fields -> 'caIssuersUrls' ?| $1::text[]))
          ORDER BY e.id FOR NO KEY UPDATE) RETURNING id`,
      [[...new Set(urls)], now],
    )
    return moved.length
  })
}
