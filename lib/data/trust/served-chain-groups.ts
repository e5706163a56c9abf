import { pool } from '#lib/db/client.ts'
import { endpointLabel } from '../endpoints/endpoint-label.ts'
import { identityOfEndpoint, servedNow, servedPlaces } from '../served-places.ts'
import { rows } from '../sql.ts'
import { endpointStoreId } from '../trust-stores/effective-store.ts'

/** Places that serve a leaf with the same chain, for the same kind of identity, and answer to the same store. */
export interface ServedChainGroup {
  readonly storeId: string | null
  readonly identityKind: 'dns' | 'spiffe'
  /** SHA-256 as sent, leaf first; null where the latest facts hold no such chain. */
  readonly chain: readonly string[] | null
  readonly places: readonly { readonly endpointId: string; readonly endpoint: string; readonly ip: string }[]
  readonly placeCount: number
  readonly seenAt: Date
}

/** Judgements of one leaf that are told apart on a page; one more is read, to know of more. */
export const mostGroups = 12
const mostPlaces = 20

const hex = `encode(leaf.sha256, 'hex')`

/** The leaf's own chain among those that the facts hold: the main one, one by type of key, one by server name. */
const chainOfLeaf = `COALESCE(
  CASE WHEN o.facts #>> '{chain,value,0}' = ${hex} THEN o.facts #> '{chain,value}' END,
  (SELECT one.value FROM jsonb_each(COALESCE(o.facts #> '{otherChains,value}', '{}')) one
    WHERE one.value ->> 0 = ${hex} LIMIT 1),
  (SELECT one.value -> 'chain' FROM jsonb_each(COALESCE(o.facts #> '{serverNames,value}', '{}')) one
    WHERE one.value #>> '{chain,0}' = ${hex} LIMIT 1))`

/** By the certificate's id; those of the most places first. */
export function listServedChains(certificateId: string): Promise<ServedChainGroup[]> {
  return rows<{ [Key in keyof ServedChainGroup]: ServedChainGroup[Key] }>(
    pool(),
    `SELECT "storeId", "identityKind", chain, count(*)::int AS "placeCount", max(seen_at) AS "seenAt",
            to_jsonb((array_agg(place ORDER BY place ->> 'endpoint', place ->> 'ip'))[1:${mostPlaces}]) AS places
       FROM (SELECT ${endpointStoreId} AS "storeId", COALESCE(i.kind::text, 'dns') AS "identityKind", ${chainOfLeaf} AS chain,
                    o.last_seen_at AS seen_at, jsonb_build_object('endpointId', e.id, 'ip', host(a.ip), 'endpoint',
                      ${endpointLabel}) AS place
               FROM ${servedPlaces} JOIN observation o ON o.id = a.latest_observation_id
               JOIN certificate leaf ON leaf.id = p.certificate_id ${identityOfEndpoint}
              WHERE p.certificate_id = $1 AND p.position = 0 AND ${servedNow}) served
      GROUP BY "storeId", "identityKind", chain ORDER BY count(*) DESC, max(seen_at) DESC LIMIT ${mostGroups + 1}`,
    [certificateId],
  )
}
