import type { SharedUse } from '#lib/checks/facts.ts'
import { endpointLabel } from '../endpoints/endpoint-label.ts'
import { groupBy } from '../observations/sighting.ts'
import type { Reading } from '../read-together.ts'
import { type Db, rows } from '../sql.ts'
import { type IdentityColumns, identityColumns, toIdentityRecord } from './identity-record.ts'

/** Uses of one key that an endpoint is told of: a wildcard may stand on ten thousand. */
const maxUses = 200

export interface UseRow extends IdentityColumns {
  /** Empty where the keys are of no endpoint on record. */
  askedId: string
  endpointId: string
  endpointLabel: string
  certificateSha256: string
  spkiSha256: string
}

/**
 * Other endpoints that now serve a leaf with a key of these endpoints' leaves, by endpoint. At most two endpoints per
 * key, certificate and identity are named: enough to tell any sharing across identities, owners and environments.
 */
export async function loadSharedUses(db: Db, endpointIds: readonly string[]): Promise<Map<string, SharedUse[]>> {
  return toSharedUses(await rows<UseRow>(db, sharedUses().text, [endpointIds]))
}

/** `ids`: what holds ids of endpoints. */
export const sharedUses = (ids = '$1'): Reading<UseRow> => ({
  text: usesOf(`SELECT DISTINCT a.endpoint_id, c.spki_sha256 FROM address a
                  JOIN presence p ON p.address_id = a.id AND p.closed_at IS NULL AND p.position = 0
                  JOIN certificate c ON c.id = p.certificate_id
                 WHERE a.endpoint_id = ANY (${ids}::uuid[]) AND a.gone_at IS NULL`),
  dates: ['identityRetiredAt'],
})

/** By endpoint. */
export function toSharedUses(found: readonly UseRow[]): Map<string, SharedUse[]> {
  return new Map(
    [...groupBy(found, (row) => row.askedId)].map(([id, uses]) => [id, uses.slice(0, maxUses).map(toSharedUse)]),
  )
}

/** As loadSharedUses, for keys (SPKI, SHA-256 in hex) that an endpoint shows which is in no inventory. */
export async function loadUsesOfKeys(db: Db, spkis: readonly string[]): Promise<readonly SharedUse[]> {
  const shown = 'SELECT NULL::uuid AS endpoint_id, spki_sha256 FROM unnest($1::bytea[]) AS keys (spki_sha256)'
  const found = await rows<UseRow>(db, usesOf(shown), [[...new Set(spkis)].map((hash) => Buffer.from(hash, 'hex'))])
  return found.slice(0, maxUses).map(toSharedUse)
}

/** `served` gives keys by endpoint; NULL stands for one that is not on record. */
function usesOf(served: string): string {
  return `WITH served AS (${served}), uses AS (
       SELECT u.*, row_number() OVER (PARTITION BY spki_sha256, sha256, identity_id ORDER BY endpoint_id) AS place
         FROM (SELECT DISTINCT c.spki_sha256, c.sha256, e.id AS endpoint_id, ${endpointLabel} AS label, e.identity_id
                 FROM certificate c
                 JOIN presence p ON p.certificate_id = c.id AND p.closed_at IS NULL AND p.position = 0
                 JOIN address a ON a.id = p.address_id AND a.gone_at IS NULL
                 JOIN endpoint e ON e.id = a.endpoint_id AND e.enabled
                WHERE c.spki_sha256 IN (SELECT spki_sha256 FROM served)) u
     )
     SELECT coalesce(s.endpoint_id::text, '') AS "askedId", u.endpoint_id AS "endpointId", u.label AS "endpointLabel",
            encode(u.sha256, 'hex') AS "certificateSha256", encode(u.spki_sha256, 'hex') AS "spkiSha256", ${identityColumns}
       FROM served s JOIN uses u ON u.spki_sha256 = s.spki_sha256 AND u.endpoint_id IS DISTINCT FROM s.endpoint_id AND u.place <= 2
       LEFT JOIN identity i ON i.id = u.identity_id LEFT JOIN environment env ON env.id = i.environment_id
      ORDER BY s.endpoint_id, u.label, u.endpoint_id, u.sha256`
}

function toSharedUse(row: UseRow): SharedUse {
  return {
    endpointId: row.endpointId,
    endpointLabel: row.endpointLabel,
    identity: toIdentityRecord(row),
    certificateSha256: row.certificateSha256,
    spkiSha256: row.spkiSha256,
  }
}
