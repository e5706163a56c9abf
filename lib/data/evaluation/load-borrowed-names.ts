import type { BorrowedNameFact } from '#lib/checks/facts.ts'
import { groupBy } from '../observations/sighting.ts'
import type { Reading } from '../read-together.ts'

/** Names that an endpoint is told of, and identities that are named of one wildcard. */
const maxNames = 100
const maxOfWildcard = 5

export interface BorrowedRow {
  endpointId: string
  certificateSha256: string
  name: string
  identityId: string
  identityName: string
  environmentId: string
  environmentName: string
}

/**
 * Names of production identities in the leaves that endpoints outside production serve now. A wildcard covers one label.
 * `ids`: what holds ids of endpoints.
 */
export const borrowedNames = (ids = '$1'): Reading<BorrowedRow> => ({
  text: `WITH named AS (
       SELECT DISTINCT e.id AS endpoint_id, e.identity_id, c.sha256, n.value FROM endpoint e
         JOIN identity own ON own.id = e.identity_id JOIN environment env ON env.id = own.environment_id AND NOT env.production
         JOIN address a ON a.endpoint_id = e.id AND a.gone_at IS NULL
         JOIN presence p ON p.address_id = a.id AND p.closed_at IS NULL AND p.position = 0
         JOIN certificate c ON c.id = p.certificate_id
         JOIN certificate_name n ON n.certificate_id = c.id AND n.kind IN ('dns', 'uri')
        WHERE e.id = ANY (${ids}::uuid[])
     )
     SELECT n.endpoint_id AS "endpointId", encode(n.sha256, 'hex') AS "certificateSha256", n.value AS name, i.id AS "identityId",
            i.name AS "identityName", env.id AS "environmentId", env.name AS "environmentName"
       FROM named n
      CROSS JOIN LATERAL (
        SELECT id, name, environment_id FROM identity WHERE name IN (n.value, lower(n.value)) AND retired_at IS NULL
        UNION ALL
        (SELECT id, name, environment_id FROM identity
          WHERE n.value LIKE '*.%' AND retired_at IS NULL AND kind = 'dns'
            AND name LIKE '%' || regexp_replace(lower(substr(n.value, 2)), '([%_\\\\])', '\\\\\\1', 'g')
            AND position('.' IN name) = length(name) - length(n.value) + 2
          ORDER BY name LIMIT ${maxOfWildcard})) i
       JOIN environment env ON env.id = i.environment_id AND env.production
      WHERE i.id <> n.identity_id ORDER BY n.endpoint_id, n.value, i.name`,
})

/** By endpoint; every one has an entry. */
export function toBorrowedNames(
  found: readonly BorrowedRow[],
  endpointIds: readonly string[],
): Map<string, readonly BorrowedNameFact[]> {
  const grouped = groupBy(found, (row) => row.endpointId)
  return new Map(endpointIds.map((id) => [id, (grouped.get(id) ?? []).slice(0, maxNames).map(toFact)]))
}

function toFact(row: BorrowedRow): BorrowedNameFact {
  const environment = { id: row.environmentId, name: row.environmentName, production: true }
  const identity = { id: row.identityId, name: row.identityName, environment }
  return { certificateSha256: row.certificateSha256, name: row.name, identity }
}
