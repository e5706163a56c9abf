import type { LeafRecordFact } from '#lib/checks/facts.ts'
import { groupBy } from '../observations/sighting.ts'
import type { Reading } from '../read-together.ts'

export interface LeafRow extends LeafRecordFact {
  readonly endpointId: string
  readonly sha256: string
}

/** How the leaves that endpoints serve now stand against the records of imports and the API. `ids`: what holds ids of endpoints. */
export const leafRecords = (ids = '$1'): Reading<LeafRow> => ({
  text: `SELECT DISTINCT e.id AS "endpointId", encode(c.sha256, 'hex') AS sha256, c.first_seen_at AS "firstSeenAt",
            EXISTS (SELECT 1 FROM issued_certificate ic WHERE ic.certificate_id = c.id AND ic.source <> 'ct') AS recorded
       FROM endpoint e JOIN address a ON a.endpoint_id = e.id AND a.gone_at IS NULL
       JOIN presence p ON p.address_id = a.id AND p.closed_at IS NULL AND p.position = 0
       JOIN certificate c ON c.id = p.certificate_id
      WHERE e.id = ANY (${ids}::uuid[])
        AND EXISTS (SELECT 1 FROM issued_certificate ic WHERE ic.identity_id = e.identity_id AND ic.source <> 'ct')`,
  dates: ['firstSeenAt'],
})

/**
 * By endpoint and SHA-256 in hex. Endpoints of identities of which no issued certificate is recorded have no entry.
 */
export function toLeafRecords(found: readonly LeafRow[]): Map<string, ReadonlyMap<string, LeafRecordFact>> {
  return new Map(
    [...groupBy(found, (row) => row.endpointId)].map(([id, leaves]) => [
      id,
      new Map(leaves.map(({ sha256, firstSeenAt, recorded }) => [sha256, { firstSeenAt, recorded }])),
    ]),
  )
}
