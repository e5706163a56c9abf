import type { AnchorFact, EnvironmentRecord } from '#lib/checks/facts.ts'
import { groupBy } from '../observations/sighting.ts'
import type { Reading } from '../read-together.ts'

export interface AnchorRow extends Omit<AnchorFact, 'environments'> {
  readonly storeId: string
  readonly environments: readonly EnvironmentRecord[]
}

/**
 * The anchors of stores whose content somebody chose: what the runtime or the system brings along is nobody's bundle. An
 * anchor belongs to the environments whose own store holds its key; those of public roots say nothing. `ids`: the
 * parameter that holds ids of stores.
 */
export const storeAnchors = (ids = '$1'): Reading<AnchorRow> => ({
  text: `SELECT a.trust_store_id AS "storeId", encode(c.sha256, 'hex') AS sha256, c.subject, c.not_after AS "notAfter",
            d.effective_at AS "distrustedFrom", d.reason || ' (' || d.source || ')' AS "distrustReason",
            COALESCE(belongs.environments, '[]'::jsonb) AS environments
       FROM trust_store s JOIN trust_anchor a ON a.trust_store_id = s.id JOIN certificate c ON c.id = a.certificate_id
       LEFT JOIN distrust_entry d ON d.trust_store_id = s.id AND d.spki_sha256 = c.spki_sha256
       LEFT JOIN LATERAL (
         SELECT jsonb_agg(DISTINCT jsonb_build_object('id', env.id, 'name', env.name, 'production', env.production)) AS environments
           FROM certificate same JOIN trust_anchor held ON held.certificate_id = same.id
           JOIN trust_store other ON other.id = held.trust_store_id AND NOT other.public_roots
           JOIN environment env ON env.trust_store_id = other.id
          WHERE same.spki_sha256 = c.spki_sha256
       ) belongs ON true
      WHERE s.id = ANY (${ids}::uuid[]) AND s.source NOT IN ('runtime', 'system')
      ORDER BY c.subject, c.sha256`,
  dates: ['notAfter', 'distrustedFrom'],
})

/** By store id. */
export function toStoreAnchors(found: readonly AnchorRow[]): Map<string, readonly AnchorFact[]> {
  return new Map(
    [...groupBy(found, ({ storeId }) => storeId)].map(([id, group]) => [
      id,
      group.map(({ storeId: _, ...anchor }) => anchor),
    ]),
  )
}
