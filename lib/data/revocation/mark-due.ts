import { inTransaction, rows } from '../sql.ts'

/**
 * Makes endpoints due for evaluation at which one of these certificates counts: it is served there, or its key stands
 * above what is served. Gives how many.
 */
export async function markEndpointsDue(certificateIds: readonly string[], now: Date): Promise<number> {
  if (certificateIds.length === 0) return 0
  return markDue('id = ANY ($1::uuid[])', certificateIds, now)
}

/** The same for certificates that name one of these URLs. */
export async function markNamingEndpointsDue(urls: readonly string[], now: Date): Promise<number> {
  if (urls.length === 0) return 0
  const naming = ['crlUrls', 'ocspUrls', 'caIssuersUrls'].map((field) => `fields -> '${field}' ?| $1::text[]`)
  return markDue(`not_after > now() AND (${naming.join(' OR ')})`, urls, now)
}

/** `condition`: over `certificate`, with the values as `$1`. */
async function markDue(condition: string, values: readonly string[], now: Date): Promise<number> {
  return inTransaction(async (tx) => {
    const moved = await rows<{ id: string }>(
      tx,
      `WITH RECURSIVE below AS (
         SELECT id, spki_sha256, is_ca FROM certificate WHERE ${condition}
         UNION
         SELECT c.id, c.spki_sha256, c.is_ca FROM below JOIN verified_edge v ON below.is_ca
            AND v.issuer_spki_sha256 = below.spki_sha256 AND v.outcome = 'verified' JOIN certificate c ON c.sha256 = v.child_sha256
       )
       UPDATE endpoint SET reevaluate_at = LEAST(reevaluate_at, $2) WHERE id IN (
         SELECT e.id FROM endpoint e WHERE e.id IN (
           SELECT a.endpoint_id FROM presence p JOIN address a ON a.id = p.address_id AND a.gone_at IS NULL
            WHERE p.closed_at IS NULL AND p.certificate_id IN (SELECT id FROM below))
          ORDER BY e.id FOR NO KEY UPDATE) RETURNING id`,
      [[...new Set(values)], now],
    )
    return moved.length
  })
}
