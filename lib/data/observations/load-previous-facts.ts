import type { TlsFacts } from '#lib/tls/observation.ts'
import { type Db, rows } from '../sql.ts'
import { readFacts, type StoredFacts } from './read-facts.ts'
import { addressKey } from './record-addresses.ts'

/** An address of an endpoint, as it was dialled. */
export interface Place {
  readonly endpointId: string
  readonly ip: string
}

/** What addresses last showed, by `addressKey`; those that never showed anything are left out. */
export async function loadPreviousFacts(db: Db, places: readonly Place[]): Promise<Map<string, TlsFacts>> {
  if (places.length === 0) return new Map()
  const found = await rows<{ endpointId: string; asked: string; facts: StoredFacts }>(
    db,
    `SELECT t.endpoint_id AS "endpointId", t.ip AS asked, o.facts
       FROM unnest($1::uuid[], $2::text[]) AS t(endpoint_id, ip)
       JOIN address a ON a.endpoint_id = t.endpoint_id AND a.ip = t.ip::inet
       JOIN observation o ON o.id = a.latest_observation_id`,
    [places.map((one) => one.endpointId), places.map((one) => one.ip)],
  )
  return new Map(found.map((row) => [addressKey(row.endpointId, row.asked), readFacts(row.facts)]))
}
