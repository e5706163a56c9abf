import { pool } from '#lib/db/client.ts'
import { servedNow, servedPlaces } from '../served-places.ts'
import { rows } from '../sql.ts'
import { type LoadedEstate, loadEstate, type Progress } from './load-estate.ts'

let kept: { readonly state: string; readonly estate: LoadedEstate } | null = null
let turn: Promise<unknown> = Promise.resolve()

/**
 * The estate as it is served now. It is read once and kept in memory while nobody serves anything else: judging it
 * against another store then reads nothing. Who asks meanwhile waits for the same reading.
 */
export async function currentEstate(
  onProgress: Progress = async () => {},
  signal?: AbortSignal,
): Promise<LoadedEstate> {
  const read = turn.then(async () => {
    signal?.throwIfAborted()
    const state = await stateNow()
    if (kept?.state === state) return kept.estate
    // Two estates need twice the memory.
    kept = null
    const estate = await loadEstate(onProgress, signal)
    kept = { state, estate }
    return estate
  })
  turn = read.catch(() => {})
  return read
}

/** Lets go of what is kept. */
export function forgetEstate(): void {
  kept = null
}

/**
 * Moves when a chain begins or ceases to be served, an endpoint, its identity or the store of one changes, or an issuer
 * is fetched.
 */
async function stateNow(): Promise<string> {
  const [row] = await rows<{ state: string }>(
    pool(),
    `SELECT concat_ws(' ',
       (SELECT concat_ws(' ', count(*), max(p.id::text), max(p.closed_at)) FROM presence p),
       (SELECT concat_ws(' ', count(*), sum(hashtextextended(concat_ws(' ', e.id, e.identity_id, e.rule_id), 0)))
          FROM endpoint e WHERE e.enabled),
       (SELECT concat_ws(' ', count(*), sum(hashtextextended(concat_ws(' ', i.id, i.kind, i.name, i.environment_id, i.trust_store_id), 0)))
          FROM identity i),
       (SELECT md5(string_agg(concat_ws(' ', env.id, env.trust_store_id), ',' ORDER BY env.id)) FROM environment env),
       (SELECT md5(string_agg(concat_ws(' ', r.id, r.trust_store_id), ',' ORDER BY r.id)) FROM identity_rule r),
       (SELECT string_agg(concat_ws(' ', s.id, s.trust_domain, s.is_default), ',' ORDER BY s.id) FROM trust_store s),
       (SELECT md5(string_agg(concat_ws(' ', f.url, encode(f.sha256, 'hex')), ',' ORDER BY f.url))
          FROM fetched_document f WHERE f.kind = 'issuer' AND f.content IS NOT NULL),
       (SELECT count(*) FROM ${servedPlaces} WHERE ${servedNow})) AS state`,
  )
  return row?.state ?? ''
}
